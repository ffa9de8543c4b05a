# prlimit shows and sets the limits of a process or a command.
prlimit -n --output RESOURCE,DESCRIPTION,UNITS; prlimit --nofile=30:40 bash -c 'ulimit -n; ulimit -Hn; prlimit --nofile --output RESOURCE,SOFT,HARD'
prlimit --nofile=20:40 --pid $$; ulimit -n; ulimit -Hn; prlimit -p $$ -n=:35; ulimit -Sn; ulimit -Hn; prlimit --nofile=25: --pid $$; prlimit --raw -n --noheadings -o SOFT,HARD
prlimit --nofile=abc true; echo "status $?"; prlimit --nofile=50:20 true; echo "status $?"; prlimit -p 999999; echo "status $?"; prlimit --nofile=10 nosuch; echo "status $?"
prlimit --verbose --nofile=15 --pid $$ | sed "s/$$/PID/"; prlimit --core=unlimited:unlimited bash -c 'ulimit -c'; prlimit --fsize=10 --cpu=5 --stack=100000 prlimit --fsize --cpu --stack -o RESOURCE,SOFT,HARD
setpriv --reuid=1000 --regid=1000 --clear-groups bash -c "prlimit --pid $$ --nofile; prlimit --nofile=10:12 bash -c 'prlimit --nofile=10:13 true; ulimit -Hn'; prlimit --pid \$\$ --nofile=5:9; ulimit -n"; grep -E 'open files|cpu' /proc/self/limits | cut -c1-60
