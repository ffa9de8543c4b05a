# Without /proc the tools ask the kernel by system calls, which tell only what one may read.
unshare -m -i bash <<'X'
ipcmk -M 5; ipcmk -S 2 -p 600; ipcmk -Q -p 604; ipcmk -Q -p 0
umount /proc
ipcs | cut -c12-; ipcs -l; ipcs -u; ipcs -m -i 0 | grep -o nattch=.; ipcs -s -i 0 | tail -n 3; ipcs -q -i 1 | head -n 3
lsipc -m -o ID,SIZE,PERMS; lsipc -g | head -n 4
setpriv --reuid=student --regid=student --clear-groups bash -c 'ipcs -q | cut -c12-; ipcs -s | cut -c12-; ipcs -s -i 0; lsipc -q -o ID,OWNER; ipcs -um | head -n 3'
ipcrm -a; ipcs -q | wc -l
X
