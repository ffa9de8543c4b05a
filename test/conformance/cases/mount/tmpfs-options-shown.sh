mkdir m; mount -t tmpfs -o size=64k,mode=700,noexec none m; grep -c /root/m /proc/self/mounts; stat -c '%a %F' m; findmnt -no FSTYPE m; umount m; mountpoint m; echo $?
