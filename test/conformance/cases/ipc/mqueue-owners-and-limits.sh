# The sticky directory, RLIMIT_MSGQUEUE of each user, and the limits of the namespace for ordinary users.
mkdir /tmp/mq; mount -t mqueue none /tmp/mq; cd /tmp/mq
as() { setpriv --reuid=student --regid=student --clear-groups "$@"; echo "status $?"; }
touch r; as cat r; as rm -f r; as touch s; as rm s; chmod 600 r; as cat r; as chmod 644 r; rm r
for i in $(seq 10); do touch q$i; done; ls | wc -l; as touch st; rm q1; touch q10; rm q10; as rm st
rm q*; ulimit -q; (ulimit -q 200000; touch a b; touch c; echo "status $?"; ulimit -q); ls; rm a b
echo 5 > /proc/sys/fs/mqueue/msg_default; echo 100 > /proc/sys/fs/mqueue/msg_max; (ulimit -q 100000; touch a b c; ls); rm a b
echo 300 > /proc/sys/fs/mqueue/msgsize_default; (ulimit -q 10000; touch a b c d e; ls; rm *)
echo 2 > /proc/sys/fs/mqueue/queues_max; as touch a b c; ls; as rm a; as touch c; as ls
as bash -c 'echo 9 > /proc/sys/fs/mqueue/queues_max'
unshare -i bash -c 'cat /proc/sys/fs/mqueue/*; mkdir /tmp/m2; mount -t mqueue x /tmp/m2; ls -A /tmp/m2; touch /tmp/m2/x; ls /tmp/m2'
