seq 10 > f; head -n 2 f; tail -n 2 f; head -n -8 f; tail -n +9 f; head -c 4 f; tail -c 3 f; head -n 1 f f; tail -qn 1 f f; head nosuch; echo $?; head -n x f; echo $?
