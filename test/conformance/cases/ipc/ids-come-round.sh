# Ids count on over removals; after 64 slots the index comes round and the sequence number (times 32768) counts up.
unshare -i bash <<'X'
ipcmk -Q
for i in $(seq 61); do ipcmk -M 1 >/dev/null; ipcrm -a shm 2>/dev/null; ipcrm -ashm; done
for i in 1 2 3 4 5; do ipcmk -M 1; done
ipcrm shm 63 32768; ipcmk -M 1
ipcs -m | awk 'NR>3 && NF {print $2}'
ipcmk -Q; ipcrm -q 0; ipcmk -Q; ipcrm -m 0; echo "status $?"
for i in $(seq 62); do ipcmk -S 1 | tail -n 1 >/dev/null; [ $i -gt 2 ] && ipcrm -s $((i-1)); done
ipcmk -S 1; ipcmk -S 1; ipcmk -S 1; ipcmk -S 1; ipcs -s | awk 'NR>3 && NF {print $2}'
X
