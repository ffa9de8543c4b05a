# it arrives as a slave with locked options, but its top may be unmounted; what hangs below it may not
mkdir /mnt/gift; mkfifo /root/go /root/done
unshare -Urm --propagation unchanged bash -c '
echo > /root/done; read < /root/go
grep -oE " /mnt/gift ro,relatime (shared|master)" /proc/self/mountinfo
mount -o remount,bind,rw /mnt/gift; echo "status $?"
umount /mnt/gift; echo "status $?"
grep -c gift /proc/self/mountinfo' &
read < /root/done
mount -t tmpfs -o ro gift /mnt/gift
echo > /root/go
wait
grep -oE " /mnt/gift ro,relatime (shared|master)" /proc/self/mountinfo
