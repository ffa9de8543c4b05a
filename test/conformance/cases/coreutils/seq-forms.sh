seq 3; seq 2 4; seq 1 2 6; seq 5 -2 1; seq -s, 1 5; seq -w 8 11; seq -f '%03g' 2; seq 0 0.5 1.5; seq; echo $?; seq a; echo $?; seq 1 0 5 | head -n 2
