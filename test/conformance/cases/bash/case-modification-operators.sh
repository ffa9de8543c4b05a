s='hello World ÀÉ straße'
echo "${s^}" "${s^^}" "${s,}" "${s,,}" "${s~}" "${s~~}"
echo "${s^^[aeiou]}" "${s,,[A-W]}" "${s^[x]}" "${s^^l}"
a=(one Two THREE)
echo "${a[@]^}" "${a[@]^^}" "${a[@],,}" "${a[@]~}"
set -- ab Cd; echo "${@^^}" "${*,}"
declare -u up=shout; declare -l lo=QUIET; declare -c cap='cAPITAL wORD'
echo $up $lo $cap; up+=more; echo $up
declare -p up lo cap
