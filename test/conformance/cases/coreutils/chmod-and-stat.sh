touch f; chmod 640 f; stat -c '%a %A %s %n' f; chmod u+x,g-r,o=r f; stat -c %a f; chmod a+X f; stat -c %A f; chmod 9 f; echo $?; chmod 644 nosuch; echo $?; umask 077; touch g; stat -c %a g
