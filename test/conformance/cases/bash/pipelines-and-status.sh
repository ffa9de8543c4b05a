true | false; echo $? ${PIPESTATUS[*]}; false | true; echo $? ${PIPESTATUS[*]}
set -o pipefail; false | true; echo $?; e() { return $1; }; e 2 | e 3 | true; echo $? "${PIPESTATUS[@]}"
set +o pipefail; ! true | false; echo $?; ! ! true; echo $?; echo a | { cat; echo b; } | cat -n
ls nosuch |& cat; x=1; echo | x=2; echo $x
yes | head -n 1; echo ${PIPESTATUS[@]}; (exit 5) | (exit 6); echo "${PIPESTATUS[0]}${PIPESTATUS[1]}"; echo ${PIPESTATUS[@]}
TIMEFORMAT=fmt; time true; nosuchcmd | cat; echo ${PIPESTATUS[@]}; kill -l 13; kill -l 141
