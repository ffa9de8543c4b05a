# Listings: local shows the function's own variables as declare -p does, and knows no others.
outer=1
f() {
  local one=1 two
  local -a three=(a b)
  local -i four=2+2
  local
  echo "- local -p"
  local -p one
  local -p outer; echo $?
  echo "- nested"
  g
}
g() { local five=5; local; local -p one; }
f
declare -F
declare -f -i f; echo $?
declare -f -a f; echo $?
declare -f new='echo'; echo $?
readonly -f f
declare -f +r f; echo $?
f() { echo other; }
echo "still $?"
unset -f f; echo $?
declare -fr
readonly -n outer; outer=2; declare -p outer
temp=x export temp; declare -p temp
temp=y declare -x temp; declare -p temp
temp=z readonly temp; declare -p temp
