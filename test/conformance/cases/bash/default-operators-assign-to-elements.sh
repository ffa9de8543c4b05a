declare -a a=(1)
: ${a[3]:=x}
declare -p a
declare -A m
: ${m[k v]:=1 2}
declare -p m
(: ${1:=no}); echo $?
(: ${@:=no}); echo $?
f() { : "${lo:=inside}"; echo $lo; }
f; echo "$lo"
