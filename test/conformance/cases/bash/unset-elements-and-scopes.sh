# unset: elements by odd subscripts, readonly arrays, and variables of callers.
list=(a b c d); i=1
unset 'list[i]' 'list[1+1]' 'list[-1]'; declare -p list
unset 'list[]' 'list[9]' 'list[-9]'; echo $?
declare -p list
declare -A map=([k]=v ['*']=star [1+1]=sum); k=k
unset 'map[1+1]' 'map[*]' 'map[]'; declare -p map
unset 'map[*]' 'map[@]'; declare -p map
unset 'map[$k]'; declare -p map
readonly -a fixed=(1 2)
unset 'fixed[0]'; echo $?
unset 'fixed[*]'; echo $?
unset fixed other; echo $?
scalar=x; unset 'scalar[1]'; echo $?; unset 'scalar[0]'; echo "${scalar-gone}"
unset '' a-b; echo $?
unset -f nothing; echo $?
unset -fv x; echo $?
one() { local v=first; two; echo "one: $v"; }
two() { local v=second; three; echo "two: $v"; }
three() {
  unset v; echo "$v"; v+=.
  unset v; echo "$v"; v+=.
  unset v; echo "${v-unset}"; v+=.
}
v=global; one; echo "main: $v"
own() { local -i n=5; unset n; n=1+1; declare -p n; }
own
shopt -s localvar_unset
three_more() { unset v; echo "${v-unset}"; }
one_more() { local v=x; three_more; echo "one_more: ${v-unset}"; }
v=global; one_more
function [() { echo mine; }; [ x; unset '['; [ x ]; echo $?
