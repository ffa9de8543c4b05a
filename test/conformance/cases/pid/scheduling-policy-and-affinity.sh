# chrt, taskset, ionice and renice on a running process and on a new one.
sleep 50 & p=$!; e() { sed "s/$p/PID/g; s/$$/SHELL/g"; }
chrt -p $p | e; chrt -b -p 0 $p; chrt -p $p | e; chrt -f -p 10 $p; chrt -p $p | e; awk '{print $18, $19, $40, $41}' /proc/$p/stat; ps -o cls,rtprio,pri,ni -p $p; chrt -o -p 0 $p; chrt -m | head -3
chrt -r 200 true; chrt -f abc true; chrt; echo "status $?"; chrt -f 5 nosuch; echo "status $?"
taskset -c 0 nproc; taskset -p 1 $p | tail -1 | e; taskset -cp $p | e; grep Cpus_allowed /proc/$p/status; taskset 0 true 2>&1 | sed 's/pid [0-9]*/pid N/'; taskset xyz true; taskset -c 3-1 true; taskset 1 nosuch; echo "status $?"
ionice -p $p; ionice -c 2 -n 3 -p $p; ionice -p $p; ionice -c idle ionice; ionice -c bogus true; ionice -n x true; ionice -c 3 -n 2 true; ionice -t -c 3 -n 2 true
renice -n 5 -p $p | e; renice 3 $p | e; renice -n 1 -u nosuch; renice; echo "status $?"; renice 4 -g $p 2>&1 | e; renice x 1; nice -n 5 nice; nice --3 nice; nice -n -2 nice; nice -n abc true; echo "status $?"
student() { setpriv --reuid=1000 --regid=1000 --clear-groups "$@"; }
student chrt -f 10 true; student renice 1 $p 2>&1 | e; student ionice -c 1 true; student nice -n -1 nice; student taskset -p 1 $p 2>/dev/null | e; student taskset -p 1 $p 2>&1 >/dev/null | e; kill $p
