# Help, versions and usage errors.
for t in ipcmk ipcs ipcrm lsipc; do $t --help; echo "status $?"; $t -V; $t --bogus; echo "status $?"; $t -Z; echo "status $?"; done
