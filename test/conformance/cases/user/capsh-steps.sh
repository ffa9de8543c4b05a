# capsh changes the sets of a user namespace's root step by step.
setpriv --reuid=student --regid=student --init-groups unshare -Ur bash <<'EOF'
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
t capsh --print
t capsh --drop=cap_chown,cap_kill --current
t capsh --drop=bogus
t capsh --caps='cap_chown=ep cap_kill=p cap_setpcap+ep cap_setgid+i' --current
t capsh --caps='cap_setpcap,cap_setuid=eip' --addamb=cap_setuid --current
t capsh --caps=bogus
t capsh --inh=cap_chown --current
t capsh --iab='!cap_chown,^cap_kill,cap_setuid' --current
t capsh --has-i=cap_chown
t capsh --drop=cap_chown --has-b=cap_chown
t capsh --has-p=bogus
t capsh --supports=cap_bpf
t capsh --is-uid=5
t capsh --uid=abc
t capsh --secbits=0x2f --mode
t capsh --mode=PURE1E --print
t capsh --inmode=PURE1E
t capsh --keep=2
t capsh --shell=/nope --
t capsh --drop=cap_sys_admin -- -c 'grep Cap /proc/self/status; echo $0 $1' a b
t capsh --decode=20000000001
getpcaps $$ | sed 's/^[0-9]*/PID/'
getpcaps --iab $$ | sed 's/^[0-9]*/PID/'
t getpcaps 99999
EOF
