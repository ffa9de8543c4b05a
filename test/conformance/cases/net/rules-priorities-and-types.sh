# ip rule: priorities count down from 32765, marks, devices, refusing rules, JSON, flush.
ip netns add n
r() { ip -n n rule "$@"; echo "[$?]"; }
r add
r add from x table 1
r add from 10.0.0.0/8 table foo
r add from 10.0.0.0/8 blackhole
r add fwmark 1 table 5
r add iif lo to 1.2.3.4 lookup 7 pref 50
r add from 10.0.0.0/8 blackhole
r
ip -n n -j rule
r del pref 50
r del pref 99
r frob
r flush
r
ip -n n -6 rule
