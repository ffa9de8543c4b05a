# cgroup.pressure takes the pressure files away; controllers must be available to be handed down.
cd /sys/fs/cgroup; mkdir demo-p; ls demo-p
echo 0 > demo-p/cgroup.pressure; ls demo-p | grep pressure; echo 2 > demo-p/cgroup.pressure; echo 1 > demo-p/cgroup.pressure
sed 's/=[0-9.]*/=N/g' demo-p/cpu.pressure; echo bad > demo-p/cpu.pressure
cat demo-p/cgroup.controllers demo-p/cgroup.subtree_control
echo +memory > demo-p/cgroup.subtree_control; echo "status $?"; echo +bogus > demo-p/cgroup.subtree_control; echo memory > demo-p/cgroup.subtree_control; echo -memory > demo-p/cgroup.subtree_control; echo "status $?"
for f in demo-p/*; do stat -c '%A %s %n' $f; done; rmdir demo-p
