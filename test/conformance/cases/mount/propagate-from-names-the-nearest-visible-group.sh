# the master of /mnt/c lives in the outer list only: propagate_from names the nearest group up the chain with a member in this one
mkdir /mnt/a /mnt/b /mnt/c
unshare -m bash -c '
mount -t tmpfs a /mnt/a; mount --make-shared /mnt/a
mount --bind /mnt/a /mnt/b; mount --make-slave /mnt/b; mount --make-shared /mnt/b
mount --bind /mnt/b /mnt/c; mount --make-slave /mnt/c
grep /mnt/ /proc/self/mountinfo | grep -c propagate_from
unshare -m --propagation unchanged bash -c "umount /mnt/b; grep /mnt/c /proc/self/mountinfo | grep -oE \"(shared|master|propagate_from):\" "
mkdir /mnt/b/in; mount -t tmpfs in /mnt/b/in
grep -o "/mnt/[abc]/in" /proc/self/mountinfo
mount --make-unbindable /mnt/c; mkdir /mnt/copy
mount --bind /mnt/c /mnt/copy; echo "status $?"
mount --rbind /mnt /mnt/copy; grep -o "/mnt/copy[^ ]*" /proc/self/mountinfo'
