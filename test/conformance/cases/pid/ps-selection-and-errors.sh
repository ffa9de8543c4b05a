# What ps selects, how it sorts, and what it says of mistakes.
unshare -fp --mount-proc bash <<'E'
sleep 100 & setpriv --reuid=1000 --regid=1000 --clear-groups sleep 200 & bash -c 'sleep 50; true' & sleep 0.2
ps -e -o pid,ppid,comm --sort=-pid; ps -u student -o user,comm; ps -U 0 -o comm= | sort | uniq -c; ps -G student -o comm=; ps --ppid 1 -o comm= --sort comm,-pid; ps -N -C ps -o comm=; ps T -o comm | wc -l; ps -t - -o comm= | wc -l; ps -p "1 2" -o pid=; ps -p1,3 -o pid=; ps 1 | tail -1 | awk '{print $1,$2,$3,$5}'; ps -q 2 -o comm=; ps -s 0 -o comm= | wc -l; ps -C sleep,ps -o comm=; ps r -o comm=
ps --forest -e -o pid,args | sed 's/ *$//'; ps -H -e -o comm | sed 's/ *$//'; ps k -pid -eo pid=
for o in '--sort bogus' '-o bogus' -Q '-u nosuch' '-G nosuch' '-t nosuch' '-p abc' --bogus '-O bogus' '-p' '-o' '--pid' '-C'; do echo "== ps $o"; ps $o 2>&1 | head -1; done
ps -p 999; echo "status $?"; ps -C nosuch -o pid=; echo "status $?"; ps -u nosuch >/dev/null 2>&1; echo "status $?"
E
