coproc cat; echo hello >&${COPROC[1]}; read -u ${COPROC[0]} l; echo "got $l"
p=$COPROC_PID; eval "exec ${COPROC[1]}>&-"; wait $p; echo $?
coproc NAME { while read x; do echo "<$x>"; done; }; printf 'a\nb\n' >&${NAME[1]}; read -u ${NAME[0]} p; read -u ${NAME[0]} q; echo $p $q
