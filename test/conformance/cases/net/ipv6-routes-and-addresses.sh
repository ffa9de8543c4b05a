# IPv6: connected and static routes, get, refusals; duplicate and wrong addresses; the switch disable_ipv6.
unshare -n bash <<'IN'
ip link set lo up
ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
ip -6 addr flush dev v0; ip -6 addr flush dev v1
ip addr add fd00::1/64 dev v0 nodad; ip addr add fd01::1/64 dev v1 nodad
r() { ip -6 route "$@"; echo "[$?]"; }
r add 2001:db8::/32 via fd00::5
r add 2001:db8:1::/48 via fd01::5 metric 5
r add unreachable 2001:db8:2::/48
r add default via fd00::9
r add default via fe80::1
r add default via fe80::1 dev v1 metric 7
r add 2001:db8:3::/48 via fd77::1
r add 2001:db9::1/32 dev v0
r
r get 2001:db8::1; r get 2001:db8:1::1; r get 2001:db8:2::1; r get fd00::1
r del 2001:db8::/32; r del 2001:db8::/32; r show default
ip -6 -br addr
ip -6 addr del fd00::1/64 dev v0; ip -6 addr add fd00::1/128 dev v0 nodad; ip -6 addr add fd00::1/128 dev v0; ip -6 addr add ff02::9/64 dev v0
ip -6 addr show dev v0 scope global
sysctl -w net.ipv6.conf.v1.disable_ipv6=1; ip -6 addr show v1; ip -6 addr add fd09::1/64 dev v1; echo "[$?]"
ip link set v0 down; r; ip -6 addr show v0; echo "gone"
IN
