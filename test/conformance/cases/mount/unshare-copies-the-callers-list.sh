# not the first one of the machine; a child of unshare --fork is in the same new list as its parent
mkdir /mnt/box
unshare -m bash -c '
mount -t tmpfs box /mnt/box
unshare -m bash -c "grep box /proc/self/mounts; umount /mnt/box; grep -c box /proc/self/mounts"
grep box /proc/self/mounts
unshare -m --fork bash -c "test /proc/\$\$/ns/mnt -ef /proc/\$PPID/ns/mnt && echo same; grep box /proc/self/mounts"'
grep -c box /proc/self/mounts
