echo out > f; echo more >> f; cat < f; { echo o; echo e >&2; } > both 2>&1; cat both
{ echo o; echo e >&2; } &> both; { echo o2; } &>> both; cat both
exec 3> three; echo via3 >&3; exec 3>&-; cat three; echo x >&3; echo $?
exec {fd}> named; echo n >&$fd; [ $fd -ge 10 ] && echo high; exec {fd}>&-; cat named
cat < nosuch; echo $?; echo a > /nosuch/x; echo $?
echo x > ''; echo $?; v='a b'; echo q > $v; echo $?; > empty; wc -c < empty
echo rw 1<> f; cat f; read -r l <f; echo $l
f() { echo in f; } > ffile; f; cat ffile; if true; then echo i; fi > iff; cat iff
echo a >&99; echo "status $?"; echo b 2>&bad; echo "status $?"
