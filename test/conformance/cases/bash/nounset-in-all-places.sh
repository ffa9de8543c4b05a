t() { bash -uc "$1"; echo "status $?"; }
t 'echo $x; echo no'
t 'echo ${x:-ok} ${x+no} ${#x}'
t 'echo $1'; t 'echo $@ $* "$#"'; t 'a=(); echo "${a[@]}" ok'; t 'echo ${a[0]}'
t 'echo $((x+1))'; t 'x=; echo "[$x]"'
t '[[ $x ]]; echo no'; t '(echo $x); echo after $?'; t 'echo ${x#a}'; t 'echo ${!x}'
t 'declare v; echo $v'; t 'echo $!'; t 'echo ${x?custom}'
t 'for i in $x; do :; done'; t 'case $x in *) ;; esac'
