# A veth pair moved step by step, renamed on the way, made straight into two namespaces, and what stays when one ends.
ip netns add a; ip netns add b
ip link add p0 type veth peer name p1
ip link set p1 netns a name eth0; echo "[$?]"
ip -n a -br link | awk '{print $1, $2}'
ip -n a link set eth0 netns b; ip -n b -br link show eth0 | awk '{print $1, $2}'
ip netns
ip -n b link set eth0 up; ip link set p0 up; ip -br link show p0 | awk '{print $1, $2}'
ip -n b link add q0 type veth peer name q1 netns a; ip -n b -j link show q0 | grep -o '"link[^,]*,'
ip -n a link show q1 | grep -o 'link-netns.*'
ip -n a link set q1 netns b; ip -n b -br link | awk '{print $1, $2}'
ip link add r0 netns a type bridge; ip -n a link set r0 netns b; echo "[$?]"
ip -n b link set eth0 netns 1; for i in p0 eth0; do ip -br link show $i | awk "{print \$1, \$2}"; done
ip link set eth0 netns a; ip netns del a; for i in $(seq 40); do ip link show p0 >/dev/null 2>&1 || break; sleep 0.05; done
ip link show p0; ip -n b -br link | awk '{print $1}'
