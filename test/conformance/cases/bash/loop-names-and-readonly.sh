# Names that loops cannot assign.
for 1st in a b; do echo "$1st"; done; echo $?
for a-b in a b; do echo no; done; echo $?
select 1st in a b; do echo no; done < /dev/null; echo $?
f() {
  select $1 in a b; do echo no; done
}
f x; echo $?
readonly fixed=1
for fixed in 2 3; do echo "$fixed"; done; echo $?
select name in; do echo no; done; echo $?
string=blah
echo "${string[@]:1:2} ${string[*]: -2} ${string[@]/b/c}"
printf '%d %x %d\n' "'"$'\xce' '"A' "'"
printf '[%d]\n' ''; echo $?
