a=5 b=10
[[ a -lt b && ! b -eq 5 ]] && echo arith
[[ abc < abd ]] && echo less; [[ b > B ]] && echo greater
[[ -z $none && -n $a || x == y ]] && echo logic
[[ ( a -gt 3 || b -lt 3 ) && -v a ]] && echo grouped
[[ 'a b' == a\ * ]] && echo pattern; [[ '*' == "*" && x != "*" ]] && echo quoted
[[ 0x10 -eq 16 && 010 -eq 8 && '2+3' -eq a ]] && echo bases
[[ -d / && -e /etc/passwd && ! -f / && -r /etc/passwd ]] && echo files
[[ /etc/passwd -ef /etc/../etc/passwd ]] && echo same
[[ -o errexit ]]; echo $?; set -o noglob; [[ -o noglob ]]; echo $?
[[ x -eq 1 ]]; echo "$?"
[[ 1x -eq 1 ]]; echo "$?"
[[ $none == '' && ! $none ]] && echo empty
