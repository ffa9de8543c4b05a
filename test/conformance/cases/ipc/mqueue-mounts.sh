# Mounting a mqueue file system: its options, read only, bound, remounted, and what du, find and grep make of it.
mkdir /tmp/mq /tmp/mq2; mount -t mqueue mymq /tmp/mq; cd /tmp; touch mq/a mq/.hidden
mount | grep mymq; findmnt -n -o SOURCE,TARGET,FSTYPE,OPTIONS /tmp/mq; mount -t mqueue -o size=5 x /mnt 2>&1 | head -n 1; mount -t mqueue -o noexec,nosuid,nodev x /mnt; findmnt -n -o OPTIONS /mnt; ls -A /mnt; umount /mnt
mount --bind mq mq2; touch mq2/b; ls mq; mount -o remount,bind,ro mq2; touch mq2/c; echo "status $?"; touch mq/c; ls mq2; umount mq2
mount -o remount,ro mq; touch mq/d; echo "status $?"; rm mq/a; mount -o remount,rw mq; touch mq/d; ls mq
find mq | sort; du -a mq | sort -k 2; grep QSIZE mq/a; cp mq/a copy; stat -c '%s %a' copy; mv mq/.hidden moved; cat moved; ls -A mq
touch mq/$(printf 'x%.0s' $(seq 256)) 2>&1 | tail -c 20; rm -rf mq/*; ls -A mq; rm -rf mq; umount mq; rmdir mq
