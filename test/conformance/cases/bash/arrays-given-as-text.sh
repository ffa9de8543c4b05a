# An array's value that comes as a string, where declare makes or finds an array.
declare -a list='(one "two words" [5]=five)'
declare -p list
declare list='([1]=again)'
declare -p list
declare -A map='([key]=value ["a b"]=c)'
declare -p map
text='(7 8)'
declare -a copy=$text
declare -p copy
declare -a copy+='(9)'
declare -p copy
declare -ai sums='(1+1 2*3)'
declare -p sums
f() { local -a inner='(x y)'; declare -p inner; }
f
declare plain='(1 2)'
declare -p plain
readonly -a fixed='(a b)'
declare -p fixed
declare -a sized[4]
declare -p sized
declare -a sized[4]=val
declare -p sized
