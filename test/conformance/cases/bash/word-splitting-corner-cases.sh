n() { echo "$#: $(printf '<%s>' "$@")"; }
x='  a  b  '; n $x; n "$x"; n pre$x; n $x"post"; n "pre"$x
IFS=:; y=':a::b:'; n $y; n $y$y
IFS=': '; z=' a : b :: c '; n $z
IFS=$'\n'; w=$'l 1\n\nl 2\n'; n $w; n $(printf 'p q\nr\n\n')
unset IFS; n $none "$none" "" '' ${none:+x}; n "$@" ; n ""$none; n $none"$none"
IFS=x; v=axbxc; n $v; n ${v}x; echo $v; q="$v"; n ${q/x/y}
IFS=' '; t=$'a\tb c'; n $t
set -- 'a b' ''; n $*; n "$*"; n $@; n "$@"; n x"$@"y; n "x $@ y"
