# cgroup.type: a threaded cgroup joins the domain above it; a domain below a thread root is invalid.
cd /sys/fs/cgroup; mkdir -p demo-t/b demo-t/c demo-t/b/d
cat demo-t/cgroup.type; echo threaded > demo-t/b/cgroup.type
cat demo-t/cgroup.type demo-t/b/cgroup.type demo-t/c/cgroup.type demo-t/b/d/cgroup.type
sleep 10 & p=$!
echo $p > demo-t/c/cgroup.procs; echo "invalid domain: $?"; echo $p > demo-t/b/cgroup.procs; echo "threaded: $?"
grep -c . demo-t/cgroup.procs; grep -c . demo-t/cgroup.threads; grep -c . demo-t/b/cgroup.threads; cat demo-t/b/cgroup.procs
cat demo-t/cgroup.events; grep ^0:: /proc/$p/cgroup
echo $p > cgroup.threads; echo "out of the domain: $?"; echo $p > demo-t/cgroup.threads; echo "within: $?"
echo domain > demo-t/b/cgroup.type; echo bogus > demo-t/c/cgroup.type; echo threaded > cgroup.type
echo 1 > demo-t/b/cgroup.kill; echo "kill a threaded one: $?"; echo threaded > demo-t/c/cgroup.type; cat demo-t/c/cgroup.type
kill $p; wait; rmdir demo-t/b/d demo-t/b demo-t/c; cat demo-t/cgroup.type; rmdir demo-t
