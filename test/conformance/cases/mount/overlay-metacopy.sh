# metacopy=on: chmod and chown leave the data below, a write brings them up.
cd /mnt; mkdir l u w m; echo f > l/f; echo g > l/g
ov() { mount -t overlay ov -o lowerdir=l,upperdir=u,workdir=w,$1 m; }
ov metacopy=on; grep ' /mnt/m ' /proc/mounts
chmod 600 m/f; chown 5 m/g
stat -c '%n %a %u %s %b' m/f m/g u/f u/g; od -c u/f; cat m/f
mv m/g m/g2; cat m/g2; echo more >> m/f; cat m/f u/f
umount m; ov metacopy=on; cat m/f m/g2
umount m; ov metacopy=off; cat m/f m/g2
