printf '2\n9\n\n1\nq\n' | { select x in apple 'b c' cherry; do echo "[$x] $REPLY"; [ "$REPLY" = q ] && break; done; echo $?; }
PS3='pick> '; select y in one; do echo $y; done < /dev/null; echo $?
COLUMNS=20; echo 3 | { select z in a b c d e f g h; do echo $z; break; done; }
