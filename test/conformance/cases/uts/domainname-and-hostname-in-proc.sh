unshare -u sh -c 'hostname inner; cat /proc/sys/kernel/hostname; uname -n; hostname'
hostname; cat /proc/sys/kernel/hostname
unshare -u sh -c 'echo viaproc > /proc/sys/kernel/hostname; hostname'
hostname
