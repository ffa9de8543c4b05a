# The SIGCHLD trap runs once for each child collected.
trap 'echo "child of line $LINENO"' CHLD
/bin/true
echo one; (exit 3)
echo two; echo x | cat
echo three; y=$(/bin/true)
echo four; sleep 0.1 & sleep 0.2 & wait
echo five; sleep 0.1 & wait $!; echo $?
trap -p CHLD
trap - CHLD
/bin/true
echo six
trap 'echo usr1; kill -USR1 $$' USR1
trap 'trap - USR1; echo last' USR1
kill -USR1 $$
trap 'echo alarm' ALRM
(sleep 0.1; kill -ALRM $$) & sleep 5 & wait $!; echo $?
kill %2; wait
trap -P; echo $?
trap '' USR2; bash -c 'trap; kill -USR2 $$; echo alive'
