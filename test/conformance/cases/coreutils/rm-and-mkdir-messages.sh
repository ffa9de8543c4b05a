mkdir a; mkdir a; echo $?; mkdir x/y; echo $?; mkdir -p x/y/z; rm x; echo $?; rmdir x; echo $?; rm -r x; rm nosuch; echo $?; rm -f nosuch; echo $?; mkdir -v v; rm -rv v; mkdir; echo $?
