# Namerefs: the attribute taken away, elements as targets, loops, and bad targets.
target=one; name=target
declare -n name
declare +n name=two
echo "$name $target"; declare -p name
declare -n element=list[2]
element=x; declare -p list
unset element; declare -p list
a=1 b=2
declare -n each
for each in a b; do echo "$each"; done
declare -p each
declare -n empty=''; echo $?
declare -n bad=a-b; echo $?
declare -n self=self; echo $?
declare -n unbound
echo "<$unbound>"
unbound[1]=x; echo not reached
unbound=a; declare -p unbound; unbound=new; echo "$a"
show() { local -n which=$1; echo "[${which[*]}] ${!which}"; }
array=(p q); show array
set_it() { local -n out=$1; out=(1 2); out+=(3); }
set_it result; declare -p result
readonly fixed=1; declare -n to_fixed=fixed; to_fixed=2; echo $?
echo "$fixed"
declare -n chain1=chain2 chain2=chain3; chain1=end; declare -p chain3
unset -n chain1; declare -p chain1
