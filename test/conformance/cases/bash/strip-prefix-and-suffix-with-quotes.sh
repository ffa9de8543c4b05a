p=/usr/local/lib/libfoo.so.1.2
echo ${p#*/} ${p##*/} ${p%.*} ${p%%.*} ${p%/*} ${p#/usr/local}
star='a*b*c'; echo "${star#*'*'}" "${star##*\*}" "${star%"*"*}"
pat='*/'; echo "${p##$pat}" "${p##"$pat"}"
echo "${p#[/]}" "${p##*[!0-9.]}"
set -- one.c two.c three.h
echo "${@%.c}" "${*#t}" "${@%%.*}"
a=(xax xbx); echo "${a[@]#x}" "${a[@]%x}" "${a[0]##*a}"
x='~/foo'; echo "${x#~/}" "${x#\~/}"
