# Namespaces in namespaces: each is alone, whoever made it, and process numbers are the reader's.
unshare -i bash -c 'ipcmk -Q; unshare -i ipcs -q | wc -l; ipcmk -Q; unshare -i bash -c "ipcs -q | wc -l; ipcmk -Q; ipcmk -Q; ipcmk -Q; ipcs -q | grep -c 0x"; ipcs -q | grep -c 0x; bash -c "exec unshare -i ipcmk -Q"; ipcs -q | grep -c 0x'
unshare -p -f -i bash -c 'ipcmk -M 5; awk "NR>1 {print \$5}" /proc/sysvipc/shm; mount -t proc proc /mnt; awk "NR>1 {print \$5}" /mnt/sysvipc/shm; ipcs -m -p | tail -n 2; umount /mnt'
unshare -i sleep 5 & p=$!; sleep 0.2
nsenter -t $p -i unshare -p -f ipcmk -M 1; nsenter -t $p -i awk 'NR>1 {print ($5 > 2)}' /proc/sysvipc/shm; nsenter -t $p -i unshare -p -f ipcs -m -p | tail -n 2
nsenter -t $p -a ipcmk -Q; nsenter -i/proc/$p/ns/ipc ipcrm -v -q 0 -m 0; echo "status $?"; nsenter -t $p -i ipcs | grep -c 0x; ipcs | grep -c 0x
setpriv --reuid=student --regid=student --clear-groups nsenter -t $p -i ipcs 2>&1 | sed s/$p/PID/
setpriv --reuid=student --regid=student --clear-groups unshare -Ur nsenter -t $p -i ipcs 2>&1 | sed s/$p/PID/
kill $p
