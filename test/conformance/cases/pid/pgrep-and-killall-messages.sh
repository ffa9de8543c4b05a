# pgrep, pkill and killall: statuses and messages.
unshare -fp --mount-proc bash <<'E'
sleep 100 & sleep 200 & sleep 0.1
pgrep averyveryverylongname; echo $?; pgrep -Q 2>&1 | head -3; pgrep; echo $?; pgrep a b; echo $?; pgrep -F /nofile; echo $?; echo 2 > /tmp/pid; pgrep -F /tmp/pid sleep; echo x > /tmp/pid; pgrep -F /tmp/pid; killall -l; pkill -c sleep; wait; pgrep sleep; echo $?; sleep 50 & killall -w sleep; echo $?; pkill nosuch; echo $?; pkill -Q 2>&1 | head -4
E
