# POSIX message queues as files: made by touch, read as a line, and nothing else can be made there.
mkdir /tmp/mq; mount -t mqueue none /tmp/mq; cd /tmp/mq
r() { "$@"; echo "status $?"; }
stat -c '%n %s %b %a %U %h %F' .; touch a; stat -c '%n %s %b %a %U %h %F' a .; cat -A a; wc a; head -c 7 a; echo; tail -c 3 a | cat -A
echo hi > a; echo "status $?"; stat -c %s a; cat a; echo hi >> a; truncate -s 100 a; stat -c %s a
r mkdir d; r ln a b; r ln -s a b; r mv a b; r mkfifo f; r cp a b; ls; r mknod s p; r rmdir a
chmod 755 a; chown student:student a; stat -c '%a %U %G' a; ./a; echo "status $?"; r touch -d '2020-01-01' a; stat -c %y a | cut -c1-10
umask 077; touch c; stat -c %a c; for i in 3 1 2; do touch q$i; done; ls -U; ls -d .; stat -c %s .
df . | tail -n 1; stat -f -c '%T %s %l %b %f %c %d' .; findmnt -n -o SOURCE,FSTYPE,OPTIONS .
rm q*; rm -r /tmp/mq 2>&1 | head -n 1; ls -A; cd /; umount /tmp/mq; mount -t mqueue again /tmp/mq; ls /tmp/mq; umount /tmp/mq
mount -t mqueue -o ro x /tmp/mq; touch /tmp/mq/z; echo "status $?"
