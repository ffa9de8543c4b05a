trap 'echo "ERR $LINENO <$BASH_COMMAND>"' ERR
echo a
(exit 3)
(exit 3); (false)
f() { false; }
f
f() { (exit 4); }
f
f() { for i in 1; do false; done; }
f
{ false; }
( : ; false )
: x; ( exit 5 ) | cat; 
set -o pipefail
( exit 5 ) | ( exit 6 )
true | (exit 6)
if (exit 3); then :; fi
(exit 7) || (exit 8)
! (exit 0)
( (exit 9) )
x=$(exit 3)
[[ a == b ]]
((0))
case x in x) (exit 3);; esac
while (exit 3); do :; done
set -E
(exit 3)
(false)
f
trap 'echo "USR1 <$BASH_COMMAND>"' USR1
true; (kill -USR1 $$)
true | (kill -USR1 $$)
true a; { kill -USR1 $$; true; } | (cat)
trap 'echo "ERR <$BASH_COMMAND>"' ERR
set -o pipefail
(exit 3) | : x
(exit 3) | { : x; }
: q; { exit 3; } | { false; }
: q; { exit 3; } | (false)
[[ a = b ]] | (false)
: q
(exit 4) | [[ a = b ]] 
(exit 4) | while :; do break; done
(false) > /nonexist/x
{ (false) > /nonexist/x; }
