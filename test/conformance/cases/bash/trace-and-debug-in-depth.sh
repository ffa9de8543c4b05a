f() { echo "$LINENO ${BASH_LINENO[0]}"; caller 0; }
f
g() {
  f
}
g; caller; echo $?; echo "$LINENO"; eval 'echo $LINENO'; (echo $LINENO); echo $(echo $LINENO)
trap 'echo "D:$LINENO:$BASH_COMMAND"' DEBUG; x=1; f; for i in 1; do :; done; [[ a ]]; ((1)); case x in x) :;; esac; (:); { :; }; if true; then :; fi; trap - DEBUG
PS4='+$LINENO:'; set -x; echo a; f; for i in 1 2; do echo $i; done; x=(1 2); x[1]=3; x+=(4); declare y=5; export z=6; y=7 echo b; [[ $x == 1 && -n a ]]; ((x+1)); let x+=1; case $x in 1|2) echo c;; esac; if [ a = a ]; then echo d; fi; while false; do :; done; echo "q u" 'o' $'t\n' > /dev/null; ( echo sub ); { echo grp; }; echo $(echo cs); : `echo bq`; cat <<< hs; cat <<X
hd
X
! true; true && false; echo a | cat; eval 'echo ev'; . /dev/null; function h { echo h; }; h; local q=1; readonly w=2; unset x; return 0; set +x
PS4='+ '; set -x; echo "a'b" 'a"b' 'a$b' a\\b '' ' ' "*" '~' '#' 'a=b' '{' $'\e' é; a='x y'; b=$a; c="$a"z; d=(a 'b c'); declare -A e=([k]='v w'); [[ -f /etc/passwd ]]; [[ a =~ b ]]; [[ ! a == b ]]; [[ (a == a) || b == c ]]; (( a = 5, b > 3 )); for ((i=0; i<1; i++)); do :; done; select s in a; do break; done <<< 1; coproc cat; time :; set +x 2>/dev/null
exec 7>xt; BASH_XTRACEFD=7; set -x; echo traced; set +x; cat xt; unset BASH_XTRACEFD; set -x; echo e 2>/dev/null; { echo f; } 2>/dev/null; set +x
