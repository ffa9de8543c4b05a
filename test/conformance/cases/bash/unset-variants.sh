x=1; unset x; echo "${x-gone}"; f() { :; }; unset f; type -t f; echo $?; x=v; x() { :; }; unset x; type -t x; unset x; type -t x; echo "$?"
a=(1 2 3); unset a[1]; declare -p a; unset 'a[@]'; declare -p a; unset a; declare -p a; readonly r=1; unset r; echo $?; unset -v nosuch; echo $?
unset -f nosuch; echo $?; unset 1x; echo $?; unset -x; echo $?; declare -A m=([k]=1 [j]=2); unset 'm[k]'; declare -p m; unset m[zz]; echo $?
unset HOME; echo ~root "${HOME-none}"; unset IFS; x='a b'; set -- $x; echo $#; unset PATH; ls; echo $?
