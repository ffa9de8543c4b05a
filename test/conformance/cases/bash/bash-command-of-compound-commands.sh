trap 'echo "D $LINENO <$BASH_COMMAND>"' DEBUG
for ((i=0;i<2;i++)); do :; done
for i in a; do
 :
done
case a$i in b) :;; esac
select x in a; do break; done <<<1 2>/dev/null
[[ a == a ]]
((1))
trap - DEBUG
for ((i=0;i<1;i++)); do echo "$BASH_COMMAND"; done
for i in "$BASH_COMMAND" b; do echo "$i"; [[ -n $BASH_COMMAND && $BASH_COMMAND == [[]* ]] && echo cond; done
case $BASH_COMMAND in x) ;; *) echo "$BASH_COMMAND";; esac
case $BASH_COMMAND in case*) echo y;; esac
echo "$((i=0))"
(( BASH_COMMAND ))
{ trap 'echo "<$BASH_COMMAND>"' ERR; }
function g { [[ a = b ]]; }
g
for ((i=0;i<1;i++)); do [[ a = b ]]; done
for j in a; do [[ a = b ]]; done > /nonexist/x
for ((i=0;i<1;i++)); do [[ a = b ]]; done > /nonexist/x
case a in b) ;; esac > /nonexist/x
{ :; } > /nonexist/x
( :; ) > /nonexist/x
