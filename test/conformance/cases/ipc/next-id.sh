# kernel.*_next_id chooses the id of the next object, once.
unshare -i bash <<'X'
cat /proc/sys/kernel/{shm,msg,sem}_next_id
echo 100 > /proc/sys/kernel/shm_next_id; cat /proc/sys/kernel/shm_next_id
ipcmk -M 1; cat /proc/sys/kernel/shm_next_id; ipcmk -M 1
echo 32768 > /proc/sys/kernel/shm_next_id; ipcmk -M 1; echo 65546 > /proc/sys/kernel/msg_next_id; ipcmk -Q; ipcmk -Q
echo -1 > /proc/sys/kernel/sem_next_id; echo "status $?"
ipcs -m | awk 'NR>3 && NF {print $2}'; ipcrm -m 1; ipcrm -m 32769; echo "status $?"
X
