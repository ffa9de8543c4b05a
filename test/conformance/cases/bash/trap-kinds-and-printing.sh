trap 'echo EXIT $?' EXIT
trap 'echo ERR $LINENO $BASH_COMMAND' ERR
false; true; ! true; false || true; if false; then :; fi
(exit 3); f() { false; }; f
trap -p; trap - ERR; false
trap 'echo dbg: $BASH_COMMAND' DEBUG; x=1; : word; trap - DEBUG
g() { trap 'echo RETURN' RETURN; echo in g; }; g; g2() { :; }; g2; trap - RETURN
trap '' TERM; kill -TERM $$; echo survived; trap -p TERM; trap - TERM
trap 'echo got USR1' USR1; kill -USR1 $$; echo after
trap 'echo x' NOSUCH; echo $?; trap 'echo hup' 1 SIGINT; trap -p HUP INT
(trap -p USR1; trap 'echo sub exit' EXIT); trap 0; trap 'echo last; exit 7' EXIT; exit 2
