# Words of ip link and ip address: abbreviations, details left out, errors of usage with their statuses.
ip netns add n
i() { ip -n n "$@"; echo "[$?]"; }
i l a v0 t veth peer name v1
i link set v1 promisc maybe
i link add
i link add x
i link set v1 master
i link delete
i link show master nope
i link set v1 txqueuelen q
i link add name a/b type bridge
i link set v1 address 1:2:3
i a a 10.0.0.1/24 dev v0 brd +
i addr add
i addr add dev v0
i addr add 1.2.3.4/24 dev v0 scope foo
i addr add 1.2.3.4/24 dev v0 label zz
i addr add 1.2.3.4/24 dev v0 frob
i addr add 1.2.3.4/24 brd x dev v0
i -4 addr add fd00::3/64 dev v0
i -6 addr add 1.2.3.4/8 dev v0
i addr del 10.0.0.1 dev v0
i addr flush
i -x link
i neigh add 10.0.0.9 dev v0
i neigh flush
