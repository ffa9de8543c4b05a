# comm, coredump_filter, timerslack_ns, loginuid, autogroup, clear_refs, attr: what may be written to them.
p=/proc/$$
echo longer-than-fifteen-chars > $p/comm; cat $p/comm; printf 'a\nb' > $p/comm; cat $p/comm; sleep 2 & echo x > /proc/$!/comm; cat /proc/$!/comm
cat $p/coredump_filter; echo 0x7f > $p/coredump_filter; cat $p/coredump_filter /proc/self/coredump_filter; echo zz > $p/coredump_filter
cat $p/timerslack_ns; echo 1000 > $p/timerslack_ns; cat $p/timerslack_ns; echo 0 > $p/timerslack_ns; setpriv --reuid=1000 --regid=1000 --clear-groups cat $p/timerslack_ns 2>&1 | sed "s/$$/PID/"
cat $p/loginuid; echo; cat $p/sessionid; echo; cat $p/personality
grep -c '^/autogroup-[0-9]* nice [0-9]*$' $p/autogroup; echo 30 > $p/autogroup
cat $p/clear_refs 2>&1 | sed "s/$$/PID/"; echo 1 > $p/clear_refs; echo "status $?"; echo 9 > $p/clear_refs
ls $p/attr; cat $p/attr/current 2>&1 | sed "s/$$/PID/"; cat $p/mem 2>&1 | sed "s/$$/PID/"; echo x > $p/status; echo x > $p/limits; echo x > /proc/version; kill %1
