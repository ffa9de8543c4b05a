# mount -a and umount -a with another fstab, types and options to choose by.
cd /mnt; mkdir a b; cat > /run/fstab <<E
# comment
tmp1 /mnt/a tmpfs size=1m,noauto 0 0
tmp2 /mnt/b tmpfs mode=700,nosuid 0 0
none /mnt/c tmpfs defaults 0 0
E
mount -T /run/fstab -a; echo "status $?"; mount -a -T /run/fstab -v; echo "status $?"
mount -T /run/fstab /mnt/a; echo "status $?"; mount -T /run/fstab tmp1; echo "status $?"; grep -c ' /mnt/a ' /proc/mounts
mount -T /run/fstab /mnt/zz; echo "status $?"; findmnt -F /run/fstab -s; findmnt -s -F /run/fstab -n -o SOURCE,TARGET
umount -a -t tmpfs -O size=1m; echo "status $?"; umount -a -t tmpfs -O noexec=x,mode=700; echo "status $?"; grep -c ' /mnt/b ' /proc/mounts
mount -a -T /run/fstab -O nosuid -v; mount -a -T /run/fstab -t proc; echo "status $?"; mount -fv -t tmpfs none /mnt/b; mount -o ro -T /run/fstab /mnt/b; grep ' /mnt/b ' /proc/mounts
