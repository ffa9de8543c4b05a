# Bounding, inheritable, ambient sets, securebits and no_new_privs when a program is executed.
caps() { grep -E '^Cap(Inh|Prm|Eff|Amb)' /proc/self/status | sed 's/1ffffffffff/FULL/; s/1fffeffffff/FULL/' | tr '\n' ' '; echo; }
export -f caps
setpriv --reuid 1000 --regid 1000 --clear-groups --inh-caps +net_raw,+kill --ambient-caps +net_raw,+kill bash -c 'caps; bash -c caps; setpriv --ambient-caps -kill bash -c caps; setpriv --inh-caps -net_raw bash -c caps; setpriv --ambient-caps +chown true; echo $?'
setpriv --inh-caps +net_raw bash -c caps | cut -c1-26; setpriv --ambient-caps +net_raw true; echo "status $?"; setpriv --reuid 1000 --clear-groups --inh-caps +net_raw bash -c caps
setpriv --bounding-set -kill,-chown bash -c 'grep CapBnd /proc/self/status | cut -c19-; touch /tmp/f; chown 5 /tmp/f; echo $?'; setpriv --no-new-privs bash -c 'grep NoNewPrivs /proc/self/status; bash -c "grep NoNewPrivs /proc/self/status"'
cp /usr/bin/id /tmp/sid; chmod u+s /tmp/sid; student() { setpriv --reuid=1000 --regid=1000 --clear-groups "$@"; }; student /tmp/sid -u; student /tmp/sid -ru; student setpriv --nnp /tmp/sid -u; student unshare -Ur /tmp/sid -u; cp /usr/bin/grep /tmp/sgrep; chmod u+s /tmp/sgrep; student /tmp/sgrep -c Cap /proc/self/status; mount -o remount,nosuid /tmp; student /tmp/sid -u
setpriv --securebits +noroot bash -c caps; setpriv --securebits +noroot,+noroot_locked setpriv --securebits -noroot true; echo "status $?"; setpriv --securebits +keep_caps setpriv --reuid 1000 --clear-groups bash -c caps; setpriv --inh-caps -all --bounding-set -all bash -c caps
