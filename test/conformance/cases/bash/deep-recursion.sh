# Functions, eval and compound commands that recurse deeply, and without end: the shell that does dies of SIGSEGV.
down() { if [ "$1" -gt 0 ]; then down $(($1 - 1)); else echo "bottom $1 ${#FUNCNAME[@]}"; fi; }
down 500
down 2500
nest() {
  local n=$1
  case $n in
    0) echo "nested ${#FUNCNAME[@]}" ;;
    *) { for i in 1; do while :; do nest $((n - 1)); break; done; done; } ;;
  esac
}
nest 800
n=0
text='n=$((n+1)); if [ $n -lt 3000 ]; then eval "$text"; fi'
eval "$text"
echo "n=$n"
failing() { if [ "$1" -gt 0 ]; then failing $(($1 - 1)); else return 7; fi; }
failing 1500
echo "status $?"
( set -e; failing 700; echo not reached )
echo "status $?"
deep() { if [ "$1" -gt 0 ]; then deep $(($1 - 1)); else exec sh -c 'echo executed'; fi; }
( deep 900 )
leave() { if [ "$1" -gt 0 ]; then leave $(($1 - 1)); else exit 5; fi; }
( trap 'echo bye' EXIT; leave 900 )
echo "status $?"
{ ( ulimit -c 0; endless() { endless; }; endless ); } 2>/dev/null
echo "status $?"
( FUNCNEST=50; endless() { endless; }; endless )
echo "status $?"
