mkdir d sub; cd d; mkdir sub
printf '#!sub\necho\n' > bad; /bin/chmod +x bad
(exec ./bad); echo $?
(exec ../d/bad); echo $?
(exec ././bad); echo $?
(exec .//bad); echo $?
(exec sub/../bad); echo $?
(exec ../d/nosuch); echo $?
(exec .); echo $?
(exec ..); echo $?
(exec ''); echo $?
(exec ./sub/); echo $?
(exec ./bad/x); echo $?
(exec /bin/); echo $?
cd -P /proc/self/cwd/; cd /bin; (exec nosuchx); (exec ./nosuchx)
