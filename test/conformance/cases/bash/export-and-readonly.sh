export a=1 b; echo $?; export -p | grep -E ' (a|b)='; export -p | grep ' b'; b=2; env | grep -E '^(a|b)='
export -n a; env | grep ^a=; echo $?; declare -p a; export -n a=5; declare -p a; export nosuch; export -p | grep nosuch; declare -p nosuch
export 1a=2; echo $?; export a-b; echo $?; export 'a b=c'; echo $?; export -z; echo $?; export =; echo $?; export a[1]=2; echo $?; export ''; echo $?
f() { echo in f; }; export -f f; bash -c f; export -nf f; bash -c f; echo $?; export -f nosuch; echo $?; export -f; export -fp
arr=(1 2); export arr; env | grep arr; declare -p arr; export -a x=(1 2); declare -p x; export -A y; echo $?; declare -p y
export c=1 d=$c; echo $d; export e='a b' f2="$e x"; declare -p e f2; export g=~ h=~/x:~; declare -p g h
export -p a nosuch2; echo $?; export i+=5; declare -p i; export i+=6; declare -p i
x=1 export y2; declare -p y2 x; z=5 export z; declare -p z
readonly r=1; export r; declare -p r; export r=2; echo $?; unset r; echo $?
readonly q=1 w; echo $?; w=2; echo $?; readonly -p | grep -E ' (q|w)'; readonly q=2; echo $?; readonly -n q; echo $?
readonly -a ra=(1 2); ra[0]=5; echo $?; declare -p ra; ra+=(3); echo $?; unset 'ra[0]'; echo $?
readonly -A rm=([a]=1); rm[b]=2; echo $?; declare -p rm; readonly -f f; f() { :; }; echo $?; readonly -f; readonly -f nosuch; echo $?
readonly -z; echo $?; readonly 1x; echo $?; for q in a b; do echo $q; done; echo $?; read q <<<x; echo $?; printf -v q x; echo $?; ((q=5)); echo $?; ((q++)); echo $?; let q=1; echo $?; q+=1; echo $?
(q=5; echo no); echo $?; f() { local q=5; echo $? $q; }; f; q=5 true; echo $?; q=5 env true; echo $?; getopts a q -a; echo $?; mapfile q <<<x; echo $?; unset -v q; echo $?; unset -n q; echo $?
echo ${q:=5} ${q2:=$q}; declare +r q; echo $?; typeset -r q; echo $?; export -n q; echo $?; declare -p q; export PATH
POSIXLY_CORRECT=1; export -p | head -3; readonly -p | grep ' q'; unset POSIXLY_CORRECT; set +o posix
