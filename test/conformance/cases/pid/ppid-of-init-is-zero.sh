unshare -pf bash -c 'echo $PPID'; unshare -pf --mount-proc sh -c 'grep PPid /proc/1/status'
