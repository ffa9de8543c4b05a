# References to elements, with subscripts that need expansion, and targets that are none.
list=(zero one two three); n=1
declare -n element='list[2]' computed='list[$n + 2]' all='list[@]'
echo "$element $computed"
printf '<%s>' "$all" $all; echo
element=TWO; echo "${list[*]}"
element[0]=x; echo not reached
all=(x y); echo not reached
echo "${list[*]}"
declare -A map=(['a b']=v)
key='a b'; declare -n in_map='map[$key]'
echo "$in_map"
number='1'; declare -n number; echo "$? $number"
declare -n hash='#'; echo $?
held=list; declare -n held; echo "${held[1]} ${!held}"
declare -n plain; plain=(1 2); echo $?; declare -p plain
export -n nothing; declare -nx exported=n; env | grep '^exported'
declare -n first=second second=first; echo "<$first>"; first=1; echo $?
f() { local -n up=$1; up+=(more); local -n deeper=up; echo "${#deeper[@]}"; }
f list
echo "${list[-1]} ${!element}"
unset -n element computed; declare -p element; echo $?
for f in declare local; do unset x; done
