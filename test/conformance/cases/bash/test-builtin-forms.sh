test a = a; echo $?; [ a == b ]; echo $?; [ ]; echo $?; [ x ]; echo $?; [ '' ]; echo $?; [ ! x ]; echo $?; [ ! ]; echo $?
[ -n ]; echo $?; [ -z '' -a -n x ]; echo $?; [ a = a -o ]; echo $?; [ \( x \) ]; echo $?; [ 1 -eq 1 -a 2 -gt 1 ]; echo $?
[ a -eq 1 ]; echo $?; [ 1 -xx 2 ]; echo $?; [ a b ]; echo $?; [ a b c d e ]; echo $?; [ x; echo $?
[ a \< b ]; echo $?; [ -t 0 ]; echo $?; [ -v HOME ]; echo $?; [ -o errexit ]; echo $?; [ / -nt /nosuch ]; echo $?
touch e; mkdir d; ln -s e l; ln -s nowhere b; for o in e f d h L s r w x p S c; do for n in e d l b; do [ -$o $n ] && echo -n "$o:$n "; done; done; echo
