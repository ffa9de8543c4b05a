f() { declare a=1; declare -g b=2; typeset c=3; local d=4; local; echo --; declare -p a b c d; }
f; declare -p a b c d
f() { local x=1; g; echo "f $x"; }; g() { x=2; local y; declare -g x=3; echo "g $x"; }; f; echo "top $x"
f() { local -r r=1; r=2; echo no; }; f; echo "st $?"
f() { local -r r=1; local r=2; echo "$? $r"; }; f
f() { local -a l=(1 2); local -A m=([k]=v); local -i i=1+1; local -x e=5; local -u u=abc; local -n n=l; declare -p l m i e u n; env | grep ^e=; }; f
f() { local -p; local a=1 b; local -p; local; }; f; local x; echo $?
f() { local nosuch-x=1; echo $?; local 1a; echo $?; local a=1 2b=3 c=4; echo $? $a $c; local -z; echo $?; }; f
f() { local -; set -f; set -x; set +x; echo $-; }; f; echo $-
f() { local IFS=:; set -- a:b; echo $1; x='a:b'; echo $x; }; f; echo "$x"
x=global; f() { echo $x; local x; echo "[${x-unset}]"; x=loc; unset x; echo "[${x-unset}]"; x=again; echo $x; }; f; echo $x
f() { local x=$x; echo $x; }; f; f() { local x=1 y=$x; echo "$y"; }; f
x=pre f; echo $x; f() { local -I x; echo $x; x=2; }; f; echo $x; f() { local -I x y=$x; declare -p x; }; declare -i x=7; f
shopt -s localvar_inherit; f() { local x; declare -p x; }; f; shopt -u localvar_inherit
f() { unset x; echo "${x-unset}"; }; g() { local x=g; f; echo "${x-gone}"; }; x=top; g; echo $x
shopt -s localvar_unset; g; echo $x; shopt -u localvar_unset
f() { declare -g -a ga=(1 2); declare -g -A gm=([a]=1); declare -gi gi=3+3; declare -gx gx=1; }; f; declare -p ga gm gi gx
f() { local v=1; declare -g v=2; echo $v; declare -g v+=3; echo $v; }; f; echo $v
f() { local v=1; export v; bash -c 'echo $v'; readonly v; v=2; }; f; declare -p v
declare -f -p; declare -F; declare -f f; typeset -F f g; typeset -f g
local a; typeset -i b=3; echo $?; return 3; echo $?
