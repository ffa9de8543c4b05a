declare -i i=3*4; declare -r r=ro; declare -x e=env; declare -a a=(1 2); declare -A m=([k]=v); declare -l l=LOW; declare -ru q=both
declare -p i r e a m l q
i=i+1; echo $i; i=abc; echo $i
r=2; echo "not printed"
echo next
declare r=3; echo "status $?"; unset r; echo "status $?"
declare -p nothing; echo "status $?"
declare +x e; declare -p e; declare +i i; i=1+1; echo $i
declare +a a; echo "status $?"; declare -A a; echo "status $?"
f() { declare -g gl=global; declare lo=local; typeset -p lo; }; f; echo "$gl [${lo-}]"
declare -f f; declare -F f
declare 1bad=x; echo "status $?"; declare -z; echo "status $?"
declare -- plain; declare -p plain; declare -a empty; declare -p empty
x=$'multi\nline'; declare -p x; export x; export -p | grep -A1 ' x='
