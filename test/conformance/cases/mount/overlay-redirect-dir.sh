# redirect_dir=on: a directory of a lower layer can be moved; the upper directory remembers where it was.
cd /mnt; mkdir -p l/d/sub l2/d u w m
echo x > l/d/x; echo s > l/d/sub/s; echo y > l2/d/y
ov() { mount -t overlay ov -o lowerdir=l:l2,upperdir=u,workdir=w,$1 m; }
ov redirect_dir=on
grep ' /mnt/m ' /proc/mounts
mv m/d m/e; echo "exit $?"
find m | sort; find u | sort; stat -c '%F %t:%T' u/d
mkdir m/t m/d; mv m/e m/t/e2; mv m/t/e2/sub m/sub; ls m/d; find m | sort
umount m
echo "again, following by default"; ov xino=off; find m | sort; cat m/t/e2/y m/sub/s; umount m
echo "not following"; ov redirect_dir=nofollow; grep ' /mnt/m ' /proc/mounts; ls m; umount m
