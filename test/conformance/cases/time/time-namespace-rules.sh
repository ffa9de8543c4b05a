# What timens_offsets takes, and when; who may.
off() { cat /proc/self/timens_offsets; }
unshare -T bash -c 'echo "monotonic 5 0" > /proc/$$/timens_offsets; echo "late: $?"; cat /proc/self/timens_offsets'
unshare -T --monotonic -5 cat /proc/self/timens_offsets; unshare -T --boottime 10 unshare -T --boottime 20 cat /proc/self/timens_offsets; unshare -T --boottime 10 unshare -T cat /proc/self/timens_offsets
unshare -T --boottime abc true; echo "status $?"; unshare --boottime 5 true; echo "status $?"; unshare -T --boottime -99999999 true; echo "status $?"
bash -c 'unshare -T --fork true; readlink /proc/$$/ns/time | tr -d 0-9; [ $(readlink /proc/$$/ns/time) = $(readlink /proc/$$/ns/time_for_children) ] && echo same'
a=$(cut -d. -f1 /proc/uptime); unshare -T --boottime 1000 bash -c "b=\$(cut -d. -f1 /proc/uptime); echo \$(( (b - $a) / 100 )); ps -o etimes= -p \$\$ | tr -d ' '; uptime -s >/dev/null; echo \$?"
setpriv --reuid=1000 --regid=1000 --clear-groups unshare -T true; echo "status $?"; setpriv --reuid=1000 --regid=1000 --clear-groups unshare -UrT --boottime 100 cat /proc/self/timens_offsets
sleep 3 & unshare -T --boottime 500 nsenter -T -t $! cat /proc/self/timens_offsets; nsenter -T -t $! readlink /proc/self/ns/time | tr -d 0-9
