set -o posix
x=1 u=
echo "${x+'a b'}" "${u:-'q}'}" "${x+"'a'"}" "${y-'z'}" "${y-a'b}c'}"
echo ${x+'a  b'} ${y-'z  }'} 
echo "${x+'}" '}'
echo "${y:-it's}"
echo "${y:-a"b'c"d}"
echo "${x#'1'}" "${x%'1'}" "${x/'1'/'2'}" 
cat <<X
${x+'a b'} ${y-'z'} ${y-"q"} ${y-it's}
X
echo "${x+\'a\'}" "${x+\}}" "${y-\"a\"}"
echo "${x+$'a\tb'}" "${x+$"loc"}"
echo "${x+`echo 'a}'`}" "${x+$(echo 'a}')}"
v="${x+'$x'}"; echo "$v"
v=${x+'$x'}; echo "$v"
v=${x+"'$x'"}; echo "$v"
: "${n='q  q'}"; echo "$n"
: ${n2='q  q'}; echo "$n2"
(: ${n3?'msg}'})
set +o posix
echo "${x+'a b'}" "${y-'z'}" "${y-a'b}c'}"
echo "${y:-it's}"
set -o posix
f() { echo "${y-'}'}"; }; declare -f f; f
eval 'echo "${y-'\''}'\''}"'
echo "${x+'"'"'}"
