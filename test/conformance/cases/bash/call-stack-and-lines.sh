f() { echo "${FUNCNAME[@]} ${BASH_LINENO[@]} ${BASH_SOURCE[@]}"; g; }
g() { echo "${FUNCNAME[*]} ${BASH_LINENO[*]}"; caller; caller 0; caller 1; caller 9; echo $?; }
f
echo $LINENO
echo $0 $# $BASH_SUBSHELL; (echo $BASH_SUBSHELL; (echo $BASH_SUBSHELL))
_x=1; : a b last; echo $_; true one two; echo "$_"
SECONDS=100; echo $SECONDS; RANDOM=42; a=$RANDOM; RANDOM=42; [ $a = $RANDOM ] && echo seeded
true | false | (exit 3); echo "${PIPESTATUS[@]}"
