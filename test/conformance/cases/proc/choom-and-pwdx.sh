# choom reads and sets oom_score_adj, pwdx the working directory.
e() { sed "s/$$/PID/"; }
choom -p $$ | e; choom -n 5 -p $$ | e; choom -n 100 -- cat /proc/self/oom_score_adj; choom; echo "status $?"; choom -n abc -p $$; choom -n 2000 -p $$; echo "status $?"; choom -p 999999; choom -n 5 nosuch; echo "status $?"
pwdx $$ | e; pwdx 999999; echo "status $?"; pwdx abc; echo "status $?"; (cd /tmp; pwdx $BASHPID | cut -d: -f2); pwdx 1 $$ >/dev/null; setpriv --reuid=1000 --regid=1000 --clear-groups pwdx $$ 2>&1 | e
