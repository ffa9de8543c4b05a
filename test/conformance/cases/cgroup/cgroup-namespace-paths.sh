# Paths of cgroups from inside and outside of a cgroup namespace, and after moves.
cd /sys/fs/cgroup; mkdir -p demo-n/y demo-z; echo $$ > demo-n/cgroup.procs; grep ^0:: /proc/self/cgroup
unshare -C bash -c 'grep ^0:: /proc/self/cgroup; grep cgroup2 /proc/self/mountinfo | cut -d" " -f4,5 | sort -u; mkdir /sys/fs/cgroup/demo-n/sub; echo $$ > /sys/fs/cgroup/demo-n/sub/cgroup.procs; grep ^0:: /proc/self/cgroup; echo $$ > /sys/fs/cgroup/demo-z/cgroup.procs; echo "outside: $?"; grep ^0:: /proc/self/cgroup; grep ^0:: /proc/$PPID/cgroup'
mkdir /mnt/c; unshare -Cm bash -c 'mount -t cgroup2 none /mnt/c; ls -d /mnt/c/*/; grep /mnt/c /proc/self/mountinfo | cut -d" " -f4,5; cat /mnt/c/cgroup.type; echo $$ > /mnt/c/y/cgroup.procs; grep ^0:: /proc/self/cgroup; rmdir /mnt/c/y; rmdir /mnt/c'
mount -t cgroup2 -o bogus none /mnt/c; echo "status $?"; mount -t cgroup2 -o memory_recursiveprot none /mnt/c; umount /mnt/c
rmdir demo-n/sub demo-n/y; rmdir demo-n; echo $$ > cgroup.procs; rmdir demo-n demo-z; grep ^0:: /proc/self/cgroup; nsenter -t $$ -C grep ^0:: /proc/self/cgroup
