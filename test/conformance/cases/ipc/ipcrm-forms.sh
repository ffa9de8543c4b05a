# By id, by key, the old way, all of a kind, and everything; -v tells.
r() { "$@"; echo "status $?"; }
for i in 1 2 3 4 5; do ipcmk -M 100 >/dev/null; ipcmk -Q >/dev/null; ipcmk -S 2 >/dev/null; done
r ipcrm; r ipcrm -v -m 0 -q 0 -s 0; r ipcrm -m 0 -v -q 1
r ipcrm shm 1; r ipcrm sem 1 2; r ipcrm msg 2 99 x; r ipcrm shm; r ipcrm pipe 1
k=$(ipcs -m | awk '$2 == 2 {print $1}'); ipcrm -v -M $k; ipcrm -M $k 2>&1 | sed "s/$k/KEY/"
r ipcrm -M 0; r ipcrm -Q 99; r ipcrm -S 0x63; r ipcrm -M zz; r ipcrm -M ''; r ipcrm -m ''; r ipcrm -m -1; r ipcrm -q 99999999999; r ipcrm -m 3 extra; r ipcrm -M 99999999999999999999999
r ipcrm --all=nothing; r ipcrm -v --all=sem; r ipcrm -v -a; r ipcrm -v -a
ipcmk -M 1; ipcmk -Q; r ipcrm -ashm -v; ipcs | grep -c 0x
