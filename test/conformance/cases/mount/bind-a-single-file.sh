echo one > a; echo two > b; mount --bind a b; cat b; echo new > a; cat b; rm b; echo $?; umount b; cat b
