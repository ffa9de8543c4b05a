a="it's" b=$'tab\there' c='plain' d=
echo ${a@Q} ${b@Q} ${c@Q} "${d@Q}" "[${nope@Q}]"
echo "${a@U}" "${c@u}" "${a@L}"
e='\tx\u00e9'; echo "${e@E}"
p='\w \$'; PS1=x; cd /tmp; echo "${p@P}"
declare -i n=5; declare -r ro='a b'; declare -x ex=1
echo "${n@A}" / "${ro@A}" / "${ex@A}" / "${a@A}"
echo "${n@a}" "${ro@a}" "${ex@a}" "[${a@a}]"
arr=(1 'two words' $'\n'); declare -A m=([k]=v)
echo "${arr[@]@Q}" / "${arr[@]@A}" / "${arr@a}" / "${m@a}"
echo "${arr[@]@K}" / "${m[@]@K}"
printf '<%s>' "${arr[@]@k}"; echo
set -- 'x y' z; echo "${@@Q}" "${*@Q}" "${@@A}"
