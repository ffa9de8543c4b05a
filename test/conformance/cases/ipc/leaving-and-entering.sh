# Objects stay with the namespace whoever comes and goes; a file can keep it when nobody is left.
touch /run/i
unshare --ipc=/run/i bash -c 'ipcmk -Q; ipcmk -M 5; echo 77 > /proc/sys/kernel/msgmni'
ipcs | grep -c 0x; nsenter --ipc=/run/i bash -c 'ipcs | grep -c 0x; sysctl kernel.msgmni; unshare -i bash -c "ipcs | grep -c 0x; sysctl kernel.msgmni; nsenter --ipc=/run/i ipcrm -v -a"; ipcs | grep -c 0x; ipcmk -Q'
nsenter --ipc=/run/i sleep 5 & p=$!; sleep 0.2; umount /run/i
[ "$(readlink /proc/$p/ns/ipc)" = "$(readlink /proc/self/ns/ipc)" ] || echo different; nsenter -t $p -i ipcs -q | awk 'NR>3 && NF {print $2}'
exec 3</proc/$p/ns/ipc; kill $p; wait $p 2>/dev/null; nsenter --ipc=/proc/self/fd/3 ipcmk -Q; exec 3<&-
lsns -t ipc | wc -l
