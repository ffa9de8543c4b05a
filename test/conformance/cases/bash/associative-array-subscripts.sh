declare -A m=([a b]=1 ['c d']=2 ["e"]=3)
m[$'x\ty']=4 m["]"]=5 m['$x']=6
for k in "${!m[@]}"; do printf '%q=%s\n' "$k" "${m[$k]}"; done | while read -r l; do echo "$l"; done | awk '{a[NR]=$0} END {for(i=NR;i>0;i--) n++; print n}'
k='a b'; echo "${m[$k]}" "${m['c d']}" "${m[a b]}"
echo ${#m[@]} ${#m[e]}
[[ -v m[e] ]] && echo set; [[ -v m[zz] ]] || echo unset
unset 'm[e]'; echo "${m[e]-gone}"
m+=([new]=7 [e]=8); echo "${m[new]} ${m[e]}"
m[e]+=9; echo ${m[e]}
declare -A kv=(k1 v1 k2 v2 k3); echo "${kv[k1]}${kv[k2]}[${kv[k3]}]" ${#kv[@]}
m[]=x; echo "status $?"
