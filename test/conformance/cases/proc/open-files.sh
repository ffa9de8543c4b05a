# fd and fdinfo: position, flags and locks; opening /proc/PID/fd/N again.
exec 5</etc/passwd 6>/tmp/x 7<>/tmp/y; mkfifo /tmp/f; exec 8<>/tmp/f 9</tmp 10>>/tmp/app 4>/dev/full
for i in 5 6 7 8 9 10; do echo "== $i"; grep -vE '^(mnt_id|ino):' /proc/$$/fdinfo/$i; done
ls -l /proc/$$/fd | awk 'NR>1 {print $1, $9, $11}' | grep -vE ' (0|1|2|255) |pipe'
read -r a b <&5; grep pos /proc/$$/fdinfo/5; echo hello >&6; grep -E 'pos|flags' /proc/$$/fdinfo/6
cat /proc/$$/fd/6; echo zz > /proc/$$/fd/6; cat /tmp/x; rm /tmp/x; readlink /proc/$$/fd/6; cat /proc/$$/fd/6
echo x >&4; echo "full: $?"; flock -x /tmp/app sh -c 'grep lock: /proc/$PPID/fdinfo/* | sed "s/.*lock/lock/; s/WRITE .*/WRITE/"; grep -c FLOCK /proc/locks'
echo x > /proc/self/fd/99; cat /proc/self/fd/abc; mkdir /proc/xx; touch /proc/xx; ln /proc/version /tmp/v; rm /proc/self/comm
chmod 444 /proc/version; echo "$?"; chmod 000 /proc/$$/environ 2>&1 | sed "s/$$/PID/"; chown 1000 /proc/self/status; echo "$?"
