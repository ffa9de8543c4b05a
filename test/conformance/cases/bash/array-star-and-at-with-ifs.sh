a=('x y' z '' w)
IFS=-; echo "${a[*]}" "${a[@]}"
for i in "${a[@]}"; do printf '<%s>' "$i"; done; echo
for i in ${a[@]}; do printf '<%s>' "$i"; done; echo
IFS=; echo "${a[*]}"; for i in ${a[*]}; do printf '<%s>' "$i"; done; echo
unset IFS; echo "${a[*]}"
IFS=xy; set -- ${a[*]}; echo $#; printf '<%s>' "$@"; echo
IFS=' '; v="${a[*]}"; echo "$v"; v=${a[@]}; echo "$v"
set -- 'a b' c; IFS=:; echo "$*" $*; x=$*; echo "$x"; x="$@"; echo "$x"
