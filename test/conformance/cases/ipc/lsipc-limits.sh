# lsipc without a kind of object shows the limits and how much of them is used.
unshare -i bash <<'X'
lsipc
ipcmk -M 9000 >/dev/null; ipcmk -S 3 >/dev/null; ipcmk -S 5 >/dev/null; ipcmk -Q >/dev/null
lsipc -g -b; lsipc -m -g; lsipc -q -g -o RESOURCE,USED; lsipc -s -g --noheadings
echo 2 > /proc/sys/kernel/shmmni; echo 0 > /proc/sys/kernel/msgmni; lsipc -g -o RESOURCE,LIMIT,USED,USE%; ipcrm -a; lsipc -q -g -r
lsipc -g -J | head -n 20; lsipc -g -e | head -n 3; lsipc -g -y -e | head -n 2; lsipc -g -n | head -n 6; lsipc -g -l | head -n 2
lsipc -g -t; echo "status $?"; lsipc -c; echo "status $?"; lsipc -i 0; echo "status $?"; lsipc -g -m -i 0; echo "status $?"; lsipc -g -o SIZE; echo "status $?"
X
