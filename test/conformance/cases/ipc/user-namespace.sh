# The root of a user namespace rules the ipc namespace it owns: limits, files, other people's objects.
setpriv --reuid=student --regid=student --clear-groups unshare -Ur -i bash <<'X'
r() { "$@"; echo "status $?"; }
ipcmk -Q -p 0; ipcmk -M 10 -p 0; ipcmk -S 1 -p 0
ipcs -c | grep -v '^$'; awk 'NR>1 {print $8, $9, $10, $11}' /proc/sysvipc/msg
r ipcs -s -i 0 | tail -n 3
ls -l /proc/sys/kernel/msgmni /proc/sys/fs/mqueue/queues_max | awk '{print $1, $3, $4}'
echo 1 > /proc/sys/kernel/msgmni; r ipcmk -Q
setpriv --reuid=0 --bounding-set=-all --inh-caps=-all ipcs -s -i 0 | tail -n 2
ipcrm -a; ipcs | grep -c 0x
r unshare -i true
X
unshare -i bash -c 'ipcmk -M 10; unshare -Ur bash -c "ipcs -c -m | grep -v ^$; ipcrm -m 0; echo status \$?; cat /proc/sys/kernel/shmmni; echo 1 > /proc/sys/kernel/shmmni; ipcs -m -i 0 | grep uid"'
unshare -U bash -c 'ipcmk -Q; ipcs -c -q | tail -n 2; ipcrm -q 0; echo status $?'
