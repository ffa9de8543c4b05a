# With shm_rmid_forced a segment goes with the process that made it; setting it removes those nobody has attached.
unshare -i bash <<'X'
ipcmk -M 10; ipcmk -Q; ipcs -um | grep seg
sysctl -w kernel.shm_rmid_forced=1
ipcs -um | grep seg; ipcmk -M 20; ipcs -m | grep -c 0x; ipcs -q | grep -c 0x
unshare -i cat /proc/sys/kernel/shm_rmid_forced
echo 0 > /proc/sys/kernel/shm_rmid_forced; ipcmk -M 30; ipcs -m | grep -c 0x
X
