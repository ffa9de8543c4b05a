# A work directory used by a volatile overlay cannot be used again until its incompat/volatile is removed.
cd /mnt; mkdir l u w m
mount -t overlay ov -o lowerdir=l,upperdir=u,workdir=w,volatile m; grep ' /mnt/m ' /proc/mounts
find w | sort; umount m
mount -t overlay ov -o lowerdir=l,upperdir=u,workdir=w m; echo "status $?"
rm -r w/work/incompat
mount -t overlay ov -o lowerdir=l,upperdir=u,workdir=w m; echo "status $?"
