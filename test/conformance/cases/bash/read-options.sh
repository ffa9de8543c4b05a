printf 'a b c\n' | { read x y; echo "[$x] [$y]"; }
printf '  lead  trail  \n' | { IFS= read -r l; echo "[$l]"; }
printf 'a\\tb\\\ncont\n' | { read l; echo "[$l]"; read m; echo "$? [$m]"; }
printf 'a:b::d:\n' | { IFS=: read -r p q r s; echo "[$p][$q][$r][$s]"; }
printf 'a:b::d:\n' | { IFS=: read -ra arr; declare -p arr; }
printf 'abcdef' | { read -n 3 x; read -N 2 y; read z; echo "$x $y $z $?"; }
printf 'one;two;' | { read -d ';' a; read -d ';' b; read -d ';' c; echo "$a $b [$c] $?"; }
printf 'nul\0sep\0' | { while IFS= read -r -d '' w; do echo "<$w>"; done; }
read v <<< 'here string'; echo $v $REPLY; read <<< ' keep  me '; echo "[$REPLY]"
read -u 3 w 3<<< three; echo $w
read x < /dev/null; echo "$? [$x]"; read 1bad <<< x; echo $?
read -u 9 q; echo $?
