# ${x@P} expands prompt escapes; indirect expansions of arrays and of names; lists with an empty IFS.
for p in '\$' '\\$' '\\\$' '\\\\$' '$((1 + 1))' '\[x\]' '\101\0455' '\q' '\u@\h' '\H' '\s \v \V' '\j' '\D{%%}' 'a\' '`echo run`' '\$(echo no)'; do
  printf '%s\n' "${p@P}"
done
cd /usr/bin
p='\w \W'; echo "${p@P}"; PROMPT_DIRTRIM=1; echo "${p@P}"
cd ~; echo "${p@P}"; cd /; echo "${p@P}"
x='\' y=u; p='$x$y'; echo "${p@P}"
array=(name two); echo "<${!array}>"; name=value; echo "${!array}"
declare -A map=([k]=v); printf '<%s>' "${!map}" ${!map@Q}; echo
for ref in 'array[1]' 'map[k]' 'array[@]' '#' '?' 1; do printf '[%s]' "${!ref}"; done; echo
target=; ref=target
echo "${!ref:-default} ${!ref:=assigned} $target ${!ref/s/S} ${!ref: -2} ${!ref^}"
ref='not a name'; echo "${!ref}"; echo not reached
echo "next $?"
IFS=
pre_1=a pre_2=b
printf '<%s>' ${!pre_*} ${!pre_@} "${!pre_*}"; echo
printf '<%s>' ${!array[*]} ${array[*]} "${array[*]}"; echo
(ref=none; echo "${!ref:?a message}"); echo $?
(echo "${!none}"); echo $?
