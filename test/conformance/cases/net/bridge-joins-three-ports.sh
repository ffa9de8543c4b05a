# A bridge with ports in and out of use: master in the lines, its own state, ports that are deleted, a bridge that is deleted.
unshare -n bash <<'IN'
ip link add br0 type bridge; ip addr add 10.0.0.1/24 dev br0; ip link set br0 up
for i in 1 2 3; do ip link add p$i address 02:00:00:00:00:0$i type veth peer name q$i; ip link set p$i master br0; done
ip route; sleep 0.2
ip link set p2 up; ip link set q2 up; sleep 0.2; ip -br link show br0 | awk '{print $2}'; ip route
bridge link; ip -br link show master br0 | awk '{print $1, $2}'
ip link set p2 down; sleep 0.2; ip -br link show br0 | awk '{print $2}'
ip link del p1; ip -br link show master br0 | awk '{print $1, $2}'
ip link set p3 nomaster; ip -d link show p3 | grep -c bridge_slave
ip link set p3 master br0; ip link set p3 master br0; echo "[$?]"
ip link add br1 type bridge; ip link set p3 master br1; ip -br link show master br1 | awk '{print $1}'
ip link set p3 master lo; echo "[$?]"; ip -br link show master br1 | awk '{print $1}'
ip link del br0; ip link show p2 | head -1; ip route; ip link del lo; echo "[$?]"
ls /sys/class/net > /dev/null; cat /proc/net/dev | awk 'NR>2 {print $1}'
IN
