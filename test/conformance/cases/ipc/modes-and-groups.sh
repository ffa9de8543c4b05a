# The mode decides who may read an object; only its owner, its maker or root removes it; every object is listed.
as() { setpriv --reuid=student --regid=student --clear-groups "$@"; echo "status $?"; }
unshare -i bash <<'X'
as() { setpriv --reuid=student --regid=student --clear-groups "$@"; echo "status $?"; }
ipcmk -S 2 -p 600; ipcmk -S 2 -p 604; ipcmk -S 1 -p 0; ipcmk -Q -p 600; ipcmk -M 50 -p 600
as ipcs -s -i 0; as ipcs -s -i 1 | grep -v ctime; as ipcs -q -i 0 | head -n 4
as ipcs -m | awk 'NR>3 {print $2, $3, $4, $5}'
as ipcrm -s 1; as ipcrm sem 0 1; as ipcrm -v -a
k=$(ipcs -s | awk '$2 == 0 {print $1}'); as ipcrm -S $k 2>&1 | sed "s/$k/KEY/"
k=$(ipcs -s | awk '$2 == 1 {print $1}'); as ipcrm -S $k
as ipcmk -S 3 -p 0; as ipcs -s -i 3; as lsipc -s -i 3; as ipcrm -s 3
as ipcmk -M 7 -p 0; as ipcrm -m 1; ipcrm -a; ipcs | grep -c 0x
as bash -c 'echo 5 > /proc/sys/kernel/msgmni'; as bash -c 'echo 1 > /proc/sys/kernel/shm_next_id'
X
