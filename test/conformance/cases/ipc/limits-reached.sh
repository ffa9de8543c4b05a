# What is refused when a limit is reached, and that another namespace goes on.
unshare -i bash <<'X'
r() { "$@"; echo "status $?"; }
cd /proc/sys/kernel
echo 2 > msgmni; ipcmk -Q; ipcmk -Q; r ipcmk -Q; unshare -i ipcmk -Q; ipcrm -q 0; r ipcmk -Q
echo '4 10 500 3' > sem; r ipcmk -S 5; ipcmk -S 4; ipcmk -S 4; r ipcmk -S 4; ipcmk -S 2; r ipcmk -S 1; ipcrm --all=sem; r ipcmk -S 1
echo 8192 > shmmax; r ipcmk -M 8193; ipcmk -M 8192; echo 3 > shmall; ipcmk -M 4096; r ipcmk -M 1; echo 4 > shmall; ipcmk -M 1
echo 3 > shmmni; r ipcmk -M 1; echo 0 > shmmni; r ipcmk -M 1; ipcs -um
r unshare -i ipcmk -M 8193
X
