p() { printf '<%s>' "$@"; echo; }
set -- a 'b c' d
a=(x 'y z' w)
for IFS in '' ':' ' '; do
echo "IFS=[$IFS]"
echo 1; p "${@:2}"; p ${a[*]:1}; p ${a[@]:1}; p "${a[@]:1}"; p x"${a[*]:1}"; p ${*:2}; p ${@:2}; p z${a[*]:1}z z${a[@]:1}z z${*:2}z z${@:2}z
echo 2; x=${q-$*}; p "$x"; x="${q-$*}"; p "$x"; x=${q-$@}; p "$x"; x="${q-$@}"; p "$x"; x=${q-"$@"}; p "$x"; x=z${q-$@}; p "$x";  x=${a-$@}; p "$x"
echo 3; p ${q-$@}; p z${q-$@}z; p ${q-"$@"}; p ${q-z$@z}; p ${q-${a[@]}}; p ${q-${a[*]}}; p ${q-$*}; p ${q-z$*}; p "${q-$@}" "${q-$*}"; p ${q-${@#a}} ; p ${q-${@:2}}; p ${a+$@}; p ${a+${a[@]}}
echo 4; x=${!a[@]}; p "$x"; x="${!a[@]}"; p "$x";  x=${!a[*]}; p "$x"; x="${!a[*]}"; p "$x"; x=${!IF@}; p "$x"; aa1= aa2=; x=${!aa@}; p "$x"; x=${!aa*}; p "$x"; x="${!aa@}"; p "$x"; x="${!aa*}"; p "$x"; p ${!aa@} ${!aa*} "${!aa@}" "${!aa*}"
echo 5; unset q; : ${q=$@}; p "$q"; unset q; : "${q=$@}"; p "$q"; unset q; : ${q:=z$@}; p "$q"; unset q;  : ${q=$*}; p "$q"; unset q; p ${q=$@}; unset q; p "${q=$@}"; unset q; : ${q="$@"}; p "$q"; unset q
echo 6; [[ ${q-$@} == "a b c d" ]]; echo $?; case ${q-$@} in 'a b c d') echo y;; *) echo n;; esac; cat <<< ${q-$@}; cat <<X
${q-$@} ${q-$*} ${!a[@]} ${!a[*]}
X
echo 7; x=${q-$@}$@; p "$x"; x=$@${q-$*}; p "$x"; local_() { local x=${q-$@} y="${!a[@]}"; p "$x" "$y"; }; local_ 1 2
for i in ${q-$@}; do p "$i"; done
b=(${q-$@}); p ${#b[@]}
x=${q-a $@ b}; p "$x"; p ${q-a $@ b}; p ${q-$@ b} ;p ${q-a $@}; p ${q-$@$@}
done
