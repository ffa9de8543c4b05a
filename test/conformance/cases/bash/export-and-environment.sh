export A=1 B; B=2; C=3
bash -c 'echo "[$A] [$B] [${C-unset}]"'
C=temp bash -c 'echo $C'; echo $C
export -n A; bash -c 'echo "[${A-unset}]"'; echo $A
f() { echo "in f: $V"; }; V=fn f; echo "[${V-unset}]"
export -f f; bash -c 'V=child f'
env -i X=1 /bin/bash -c 'echo $X ${HOME-nohome}'; env -u B bash -c 'echo ${B-none}'
A=1 B=2 : ; V=x eval 'echo $V'; echo "[$V]"
export 'bad-name=1'; echo $?
x=1 readonly y=2; echo "[$x] $y"
