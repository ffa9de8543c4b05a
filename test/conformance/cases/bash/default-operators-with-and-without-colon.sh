unset u; e=; v=val
echo "[${u-d}] [${u:-d}] [${e-d}] [${e:-d}] [${v-d}] [${v:-d}]"
echo "[${u+a}] [${u:+a}] [${e+a}] [${e:+a}] [${v+a}] [${v:+a}]"
echo "[${u=x}] [$u]"; unset u
echo "[${e=x}] [${e:=y}] [$e]"
set --
echo "[${1-none}] [${@-none}] [${*:-none}] [${#-x}]"
echo ${u:-a   b} "${u:-a   b}" "${u:-"a   b"}" ${u:-'a   b'} "${u:-'a b'}"
echo "${u-$(echo sub)}" "${u:-${v:-w}}"
(echo ${u?gone}; echo not reached); echo $?
(echo ${e:?}; echo not here) ; echo $?
(e=; echo ${e:?is empty}); echo $?
(echo ${1?}); echo $?
