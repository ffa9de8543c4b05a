unshare -pf bash -c 'echo $$ $BASHPID; (echo $BASHPID); sh -c "echo \$\$"'
