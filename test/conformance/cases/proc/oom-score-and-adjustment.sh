# oom_score_adj and the older oom_adj: two scales of one value, inherited by children.
p=/proc/$$
cat $p/oom_score $p/oom_adj $p/oom_score_adj
echo 500 > $p/oom_score_adj; cat $p/oom_adj $p/oom_score_adj /proc/self/oom_score_adj $p/oom_score
echo 2000 > $p/oom_score_adj; echo "status $?"; echo abc > $p/oom_score_adj; echo 16 > $p/oom_adj; echo 15 > $p/oom_adj; cat $p/oom_score_adj
echo 1000 > $p/oom_score_adj; cat $p/oom_adj; echo 0 > $p/oom_score_adj
student() { setpriv --reuid=1000 --regid=1000 --clear-groups bash -c "$1"; }
student 'echo 300 > /proc/self/oom_score_adj; cat /proc/$$/oom_score_adj; echo 300 > /proc/$$/oom_score_adj; echo 100 > /proc/$$/oom_score_adj; cat /proc/$$/oom_score_adj; echo -1 > /proc/$$/oom_score_adj; echo $?'
student "echo 1 > $p/oom_score_adj" 2>&1 | sed "s/$$/PID/"
