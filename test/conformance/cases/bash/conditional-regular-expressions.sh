[[ 'key = value 12' =~ ^([a-z]+)\ *=\ *(.*)\ ([0-9]+)$ ]] && declare -p BASH_REMATCH
re='(a|ab)(c|bcd)(d*)'
[[ abcd =~ $re ]] && echo "${BASH_REMATCH[@]}"
[[ abcd =~ "b.d" ]]; echo $?
[[ 'b.d' =~ "b.d" ]]; echo $?
[[ aXb =~ a[[:upper:]]b ]] && echo "$BASH_REMATCH"
[[ foo =~ (x)?(o+) ]]; echo "$? <${BASH_REMATCH[1]}> <${BASH_REMATCH[2]}>" ${#BASH_REMATCH[@]}
[[ nomatch =~ z ]]; echo $? ${#BASH_REMATCH[@]}
[[ x =~ ( ]]; echo "not printed: syntax"
