sleep 0.01 & p=$!; wait $p; echo $?; (exit 7) & wait $!; echo $?; wait 99999; echo $?; wait; echo $?
{ sleep 0.3; echo late; } & { sleep 0.05; exit 4; } & wait -n; echo $?; wait
wait -n; echo $?; sleep 5 & disown; jobs; kill $!; kill %9; echo $?; kill nosuch; echo $?
fg; echo $?; bg %1; echo $?
