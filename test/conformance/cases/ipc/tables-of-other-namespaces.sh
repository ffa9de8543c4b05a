# /proc/sysvipc shows the namespace of who reads it, with the reader's process numbers.
{
ipcmk -M 5000 -p 0604; ipcmk -S 4; ipcmk -Q -p 0620
cat /proc/sysvipc/sem /proc/sysvipc/msg; awk '{$5 = "CPID"; print}' /proc/sysvipc/shm
unshare -i -p -f bash -c 'ipcmk -M 1; ipcmk -M 2; cut -d" " -f2- /proc/sysvipc/shm | grep -c .; ipcs -m -p; exec 3</proc/sysvipc/shm; unshare -i cat <&3 | wc -l; unshare -i cat /proc/sysvipc/shm | wc -l'
ls -l /proc/sysvipc | awk '{print $1, $2, $3, $NF}'; echo x > /proc/sysvipc/msg; echo "status $?"; stat -c '%a %h %s' /proc/sysvipc /proc/sysvipc/sem
} 2>&1 | sed -E 's/^ *-?[0-9]{5,} +/KEY /; s/ 1[0-9]{9} / TIME /g; s/ 1[0-9]{9}$/ TIME/'
