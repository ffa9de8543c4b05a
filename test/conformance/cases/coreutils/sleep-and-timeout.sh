sleep 0; echo $?; sleep; echo $?; sleep x; echo $?; timeout 0.1 sleep 5; echo $?; timeout 5 true; echo $?; timeout 1; echo $?
