f() { echo "f $# $1 $FUNCNAME"; }; function g { echo g; }; function h() (x=sub; echo h $x)
f a b; g; x=out; h; echo $x
outer() { local v=o; inner; echo "outer $v"; }; inner() { echo "inner sees $v"; v=changed; }
outer; echo "[${v-unset}]"
r() { return 3; echo no; }; r; echo $?
r2() { false; return; }; r2; echo $?
unset -f g; g; echo $?
fact() { (( $1 <= 1 )) && echo 1 || echo $(( $1 * $(fact $(( $1 - 1 ))) )); }; fact 10
k() { local a=1 b=$a; local -i n=2+3; local -a arr=(x y); echo $b $n ${arr[1]}; }; k
t() { local -; set -f; echo *nomatch*; [[ -o noglob ]] && echo on; }; t; [[ -o noglob ]] || echo off
local z=1; echo $?
u() { unset v; echo "${v-gone}"; }; w() { local v=1; u; echo "${v-none}"; }; v=global; w
i=5; l() { local i; echo "[${i-unset}]"; local i=$i; }; l
