printf '1\n2\n3\n' > f; tac f; rev <<< abc; nl f; paste f f; paste -sd, f; paste -d: f f; tac nosuch; echo $?
