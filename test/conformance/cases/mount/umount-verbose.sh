# umount -v names the source only where it looked into the list of mounts.
cd /mnt; mkdir a e f 'a b'; ln -s /mnt/a lnk; touch file
m() { mount -t tmpfs zz "$@"; }
m a; umount -v a; m a; umount -v /mnt/a; m a; umount -v /mnt/a/; m a; umount -v zz; m a; umount -l -v /mnt/a; m a; umount -v -f a
m 'a b'; umount -v 'a b'; mount --bind lnk file 2>/dev/null; m a; mkdir a/b; m a/b; umount -R -v a; m a; m e; umount -v -A zz
m a; umount -v lnk; m a; umount -v /mnt/lnk; umount /mnt/lnk; echo "status $?"; umount --fake -v b; umount -v a/x
umount a e f; echo "statuses add up: $?"; umount -R nothing; umount -R a; umount -A nothing; echo "status $?"
m a; exec 5> a/x; umount -r a; echo "open for writing: $?"; exec 5>&-; umount -r a; m a; (cd a; sleep 1 &); umount -r a; echo "read-only: $?"; grep /mnt/a /proc/mounts; umount -l a; umount a; umount -q a; echo "quiet: $?"
