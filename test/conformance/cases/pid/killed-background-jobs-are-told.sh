# A script tells of a killed background job after the next foreground command; the shell's builtins tell nothing.
cut='s/line \([0-9]*\): *[0-9]* /line \1: PID /'
exec 2> >(sed "$cut")
sleep 10 & kill -9 $!; echo builtin; sleep 0.1; jobs; echo after
sleep 10 & kill -TERM $!; sleep 0.1; jobs; echo "TERM is not told"
sleep 10 & kill -USR1 $!; wait $!; echo "status $?"
(sleep 10 & kill -9 $!; sleep 0.1; echo subshell)
x=$(sleep 10 & kill -9 $!; sleep 0.1; jobs; echo sub); echo "$x"
sleep 0.1 & sleep 0.3; jobs; jobs
bash -c 'sleep 0.1 & sleep 0.3; jobs; echo "forgotten by -c"; wait $!; echo $?'
exec 2>&1; sleep 0.2
