# Lists in here-documents, braces in quoted operands, and what read cuts off at the end.
set -- a b; list=(1 2); IFS=,
cat <<X
$* ${*} ${list[*]} $@ ${*:1} "$*"
X
cat <<< "$* ${list[*]}"
unset IFS
echo "${list+a\}b} ${list+"c\}d"} ${list+\{\}} ${none-\$\`\"\\ \a}"
echo ${list+e\}f} ${none:-'g}h'} "${none:-i"}"j}"
cat <<X
${list+k\}l \$ \a}
X
string=x}y
echo "${string#x\}} ${string/\}/-} ${string%"}y"}"
echo " a  b\ " | (read -r one; echo "<$one>")
echo " a  b\ " | (read one; echo "<$one>")
echo " a  b\ " | (read one two; echo "<$one> <$two>")
echo " a b\ c \  " | (read one; echo "<$one>")
echo 'a:b\:' | (IFS=: read one; echo "<$one>")
echo 'a:b:' | (IFS=: read one two; echo "<$two>")
echo 'a:b::' | (IFS=: read one two; echo "<$two>")
x=y y=x; ((x)); echo $?
declare -u up=abc; up+=d; declare -l low=ABC; declare -ul both=aB; declare -p up low both
scalar=s; declare -A scalar; scalar[k]=v; declare -p scalar
