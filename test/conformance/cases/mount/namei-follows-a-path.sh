# namei shows each component of a path, links and mount points included.
cd /mnt; mkdir -p a/b p; ln -s a l; ln -s /nowhere d; mkfifo f; mount -t tmpfs -o mode=755 t p; mkdir p/q
namei /mnt/l/b; namei -l /mnt/l/b; namei /mnt/d; echo "status $?"; namei -n /mnt/l/b; namei -v /mnt/l; namei -x /mnt/p/q; namei -x a; namei -m /etc/passwd f; namei -o /nofile/x; echo "status $?"; namei; echo "status $?"
chmod 700 a; setpriv --reuid=1000 --regid=1000 --clear-groups namei -l /mnt/a/b
