# mounts of the more privileged owner: not unmounted, not uncovered, not made less strict; own ones are free
mkdir -p /mnt/ro /mnt/x
mount -t tmpfs -o ro,nosuid safe /mnt/ro
unshare -Urm --propagation unchanged bash -c '
try() { "$@"; echo "status $?"; }
grep -oE " /mnt/ro ro[^ ]* master" /proc/self/mountinfo
try umount /mnt/ro
try umount -l /mnt/ro
try umount /proc
try mount --bind /sys /mnt/x
try mount --rbind /sys /mnt/x
try umount /mnt/x/fs/cgroup
try umount -l /mnt/x
try mount -o remount,bind,rw /mnt/ro
try mount -o remount,bind,ro /mnt/ro
try mount -o remount,bind,ro,nosuid,noexec /mnt/ro
try mount -o remount,bind,exec /mnt/ro
try mount -o remount,bind,suid /mnt/ro
try mount -o remount,rw /mnt/ro
try mount -t proc proc /mnt/x
try mount -t tmpfs mine /mnt/x
try umount /mnt/x
try mount --make-shared /mnt/ro
try mount --make-private /mnt/ro
grep -oE " /mnt/ro .* -" /proc/self/mountinfo'
