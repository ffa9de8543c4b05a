# ipcs -l and -u follow the limits and objects of the namespace.
unshare -i bash <<'X'
ipcs -l; ipcs -lm -b; ipcs -l --human; ipcs -u
ipcmk -M 10000 >/dev/null; ipcmk -M 1 >/dev/null; ipcmk -S 7 >/dev/null; ipcmk -S 3 >/dev/null; ipcmk -Q >/dev/null
ipcs -u; ipcs -um; ipcs -us -b; ipcs -uq --human
cd /proc/sys/kernel
echo 100 > msgmni; echo 2000 > msgmax; echo 5000 > msgmnb; echo '10 20 30 40' > sem; echo 9 > shmmni; echo 1048576 > shmmax; echo 2097152 > shmall
ipcs -l; ipcs -l -b; ipcs -lm --human
for x in 1152921504606846976 4611686018427387904 4503599627370496 0; do echo $x > shmall; ipcs -lm | grep total; ipcs -lmb | grep total; done
unshare -i ipcs -lq
X
ipcs -ls
