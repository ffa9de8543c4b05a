# Options that contradict each other, or name layers that overlap, are refused.
cd /mnt; mkdir -p l/d u w m l/u
for o in redirect_dir=off,metacopy=on userxattr,metacopy=on userxattr,redirect_dir=on nfs_export=on,index=off nfs_export=on,metacopy=on xino=bad index redirect_dir; do
  mount -t overlay ov -o lowerdir=l,upperdir=u,workdir=w,$o m 2>&1 | head -1; mountpoint -q m && umount m
done
for o in uuid=off uuid=null xino=on index=off metacopy=on nfs_export=on userxattr fsync=strict default_permissions; do
  rm -rf u w; mkdir u w; mount -t overlay ov -o lowerdir=l,upperdir=u,workdir=w,$o m; grep ' /mnt/m ' /proc/mounts; umount m
done
mount -t overlay ov -o lowerdir=l:l/d m; echo "a layer in a layer: $?"
mount -t overlay ov -o lowerdir=l,upperdir=l,workdir=w m; echo "upper is lower: $?"
mount -t overlay ov -o lowerdir=l,upperdir=l/u,workdir=w m; echo "other mounts of work and upper: $?"
mount -t overlay ov -o lowerdir+=l/d,lowerdir+=u m; echo "$?"; grep ' /mnt/m ' /proc/mounts; mount -o remount,rw m; echo "writable without upper: $?"
