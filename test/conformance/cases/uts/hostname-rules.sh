# hostname, domainname and the files in /proc: what is taken, who may, what a process keeps.
unshare -u bash <<'E'
hostname; hostname my.host.example; hostname; hostname -s; echo "$HOSTNAME"; uname -n; cat /proc/sys/kernel/hostname; echo other > /proc/sys/kernel/hostname; hostname; printf 'a b_c\nsecond' > /proc/sys/kernel/hostname; hostname; echo > /proc/sys/kernel/hostname; hostname | wc -c
hostname x_y; echo "status $?"; hostname -- -a; echo "status $?"; hostname a..b; hostname ''; echo "status $?"; hostname $(printf 'h%.0s' {1..65}); echo "status $?"; hostname $(printf 'h%.0s' {1..64}); hostname | wc -c; hostname -F /nofile; echo "status $?"; printf '# comment\nfromfile\n' > /tmp/h; hostname -F /tmp/h; hostname; hostname -Q; echo "status $?"
domainname; domainname dom; domainname; nisdomainname; ypdomainname; cat /proc/sys/kernel/domainname; hostname -y; hostname -V | head -1; hostname a b; echo "status $?"; sysctl kernel.hostname kernel.domainname; sysctl -w kernel.hostname=viasysctl; hostname
setpriv --reuid=1000 --regid=1000 --clear-groups bash -c 'hostname nope; echo $?; echo nope > /proc/sys/kernel/hostname; domainname nope; unshare -u hostname nope; unshare -Uu hostname nope; unshare -Uru hostname yes; echo $?'; unshare -Ur hostname nope; hostname
E
hostname; domainname
