set -x
x=1; y="a b"; arr=(1 'two w'); echo $x "$y" '' $'\n' "it's"
[[ $x == 1* && -n $y ]]; ((x++)); for i in 1; do :; done; case $x in 2) :;; esac
f() { local z=$1; echo $(echo sub); }; f arg; echo > /dev/null; z=1 true; if true; then :; fi
PS4='$LINENO> '; echo traced; { set +x; } 2>/dev/null; echo off
bash -vc 'echo v'
exec 5>tr; BASH_XTRACEFD=5; set -x; echo to file; set +x; cat tr
