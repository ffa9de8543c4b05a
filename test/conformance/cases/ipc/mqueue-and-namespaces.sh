# Each ipc namespace has its own queues; a mount goes on showing those of the namespace that mounted it, also after its end.
mkdir /tmp/a /tmp/b /tmp/c; mount -t mqueue none /tmp/a; touch /tmp/a/outer
unshare -i sleep 5 & p=$!; sleep 0.2
nsenter -t $p -i bash -c 'mount -t mqueue none /tmp/b; touch /tmp/b/inner; ls /tmp/a /tmp/b'
mount -t mqueue none /tmp/c; ls /tmp/c; stat -c %d /tmp/a /tmp/b /tmp/c | uniq | wc -l
[ $(stat -c %d /tmp/a) = $(stat -c %d /tmp/c) ] && echo same; [ $(stat -c %d /tmp/a) = $(stat -c %d /tmp/b) ] || echo other
touch /tmp/b/made-outside; ls /tmp/b; nsenter -t $p -i ls /tmp/a
kill $p; wait $p 2>/dev/null; ls /tmp/b; cat /tmp/b/inner; touch /tmp/b/new; echo "status $?"; rm /tmp/b/inner; ls /tmp/b
umount /tmp/b; mount -t mqueue none /tmp/b; ls /tmp/b
setpriv --reuid=student --regid=student --clear-groups unshare -Ur -m bash -c 'mount -t mqueue none /tmp/b; echo "status $?"; unshare -i bash -c "mount -t mqueue none /tmp/b; touch /tmp/b/mine; ls -l /tmp/b | cut -c1-26; stat -c %U /tmp/b; ls /tmp/a"'
