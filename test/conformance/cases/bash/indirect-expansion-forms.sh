v=target target=value
echo ${!v} "${!v:0:3}" ${!v^^} ${!v/val/VAL} "${!v:-none}"
r='arr[1]' arr=(zero one two); echo ${!r}
r='arr[@]'; echo "${!r}" "${!r:1}"
i=2; r='arr[i]'; echo ${!r}
pre_a=1 pre_b=2 pre_c=3
echo "${!pre_@}" / "${!pre_*}" / ${!nothing@}
set -- x y z; n=2; echo ${!n} ${!#}
unset no; echo "[${!no}]"; echo "status $?"
no='bad name'; echo "${!no}"; echo "status $?"
