# -t takes patterns: noTYPE tries all file systems but that, a list tries each.
cd /mnt; mkdir e
mount -t foofs x e; mount -t nofoofs x e; mount -t foofs,tmpfs x e; echo "status $?"; grep /mnt/e /proc/mounts; umount e
mount -t tmpfs,foofs x e; echo "status $?"; umount e
mount -t tmpfs -o uid=student,gid=student,mode=750 x e; grep /mnt/e /proc/mounts; stat -c '%a %U %G' e; umount e
mount -t tmpfs -o uid=nosuch x e; echo "status $?"
mount --bind e; echo "status $?"; mount --move e; echo "status $?"; mount -T /nofile e; echo "status $?"
