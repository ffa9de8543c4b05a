eval 'x=1; echo $x'; eval echo '$x' \; echo two; eval; echo $?; eval 'false'; echo $?
eval 'echo "unclosed'; echo $?; eval 'fi'; echo $?
printf 'echo "src $# $1 $0"; y=set; return 4; echo no\n' > s.sh; . ./s.sh arg1; echo $? $y; source s.sh; echo $?
set -- outer; . ./s.sh; echo "$@"; . ./nosuch; echo $?; . ; echo $?; f() { . ./s.sh infn; echo "after $1"; }; f orig
printf 'syntax (\n' > bad.sh; . ./bad.sh; echo $?; printf 'echo $LINENO ${BASH_SOURCE[0]}\necho $LINENO\n' > l.sh; . ./l.sh
for i in 1 2; do eval 'continue; echo no'; done
