# ip route: sources, metrics, tables, on-link gateways; what show's selectors leave out of the lines; what get finds.
unshare -n bash <<'IN'
ip link set lo up
ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
ip addr add 10.0.0.1/24 dev v0; ip addr add 10.1.0.1/24 dev v1; sleep 0.2
r() { ip route "$@"; echo "[$?]"; }
r add 10.9.0.0/16 via 10.0.0.9 src 10.0.0.1 metric 5 mtu 1400
r add 10.9.0.0/16 via 10.0.0.8 metric 7
r append 10.9.0.0/16 via 10.0.0.7 metric 7
r replace 10.9.0.0/16 via 10.1.0.7 metric 5
r change 10.10.0.0/16 via 10.1.0.7
r add 10.12.0.1 via 10.0.0.3 dev v1
r add 10.13.0.0/16 via 172.16.0.1 dev v0 onlink
r add 10.14.0.0/16 dev v0 src 9.9.9.9
r add local 10.15.0.1 dev lo
r add prohibit 10.16.0.0/16 metric 100
r add unreachable 10.16.1.0/24 dev v0
r add 10.17.0.0/16 dev v0 table 77 proto static
r add default dev v0
r
ip -4 route show table all
r show 10.9.0.0/16; r show root 10.0.0.0/8; r show match 10.9.1.1; r show via 10.0.0.8; r show dev v1
r show proto kernel; r show scope link; r show type prohibit; r show table 77; r show 99.0.0.0/8
r get 10.9.1.1; r get 10.15.0.1; r get 10.16.2.1; r get 10.17.0.1; r get 10.0.0.5 oif v1
r get 10.0.0.5 from 10.0.0.1; r get 10.0.0.5 from 7.7.7.7; r get 0.0.0.0; r get 255.255.255.255; r get 10.0.0.0/24; r get
r del 10.9.0.0/16; r del 10.9.0.0/16 via 1.1.1.1; r del prohibit 10.16.0.0/16
r flush dev v1; r; r flush table 77; r show table 77; r flush
IN
