# Deleting the first address of a network takes the secondary ones along, unless promote_secondaries is set; peers; labels.
unshare -n bash <<'IN'
ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up; sleep 0.2
for i in 1 2 3; do ip addr add 10.0.0.$i/24 dev v0; done
ip -4 -br addr show v0; ip route; ip route show table local
ip addr del 10.0.0.1/24 dev v0; ip -4 addr show v0; ip route
sysctl -w net.ipv4.conf.v0.promote_secondaries=1
for i in 1 2 3; do ip addr add 10.0.0.$i/24 dev v0; done
ip addr del 10.0.0.1/24 dev v0; ip -4 addr show v0; ip route; ip route show table local
ip addr add 10.0.0.9/32 peer 10.0.0.77 dev v1; ip addr replace 10.0.0.9/32 peer 10.0.0.77 dev v1; ip -4 -o addr show v1; ip route
ip addr change 10.3.3.3/24 dev v1; echo "[$?]"
ip -4 addr show to 10.0.0.0/24; ip -4 addr show label 'v*' | grep -c inet; ip -br addr show scope host
IN
