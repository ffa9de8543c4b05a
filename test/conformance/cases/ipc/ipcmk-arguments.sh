# What ipcmk takes for sizes, numbers and modes, and what it says to others.
r() { "$@"; echo "status $?"; }
for s in '' 0 1 1b 1k 1KiB 1kB 1KB 1kib 1.5K 1.5 0x10 010 1Z 16E 15E ' 5' '5 ' +5 -5 1Ki 1KiBx K .5M 1M5 18446744073709551615 18446744073709551616; do echo "-M '$s'"; r ipcmk -M "$s"; done
ipcs -m | awk 'NR>3 && NF {print $2, $4, $5}'
for s in '' 0 3 -1 1.5 0x3 '3 ' 32000 32001 2147483648 abc; do echo "-S '$s'"; r ipcmk -S "$s"; done
for s in '' 0 8 644 0600 -1 7777 10644 644x; do echo "-p '$s'"; r ipcmk -Q -p "$s"; done
ipcs -q | awk 'NR>3 && NF {print $2, $4}'
r ipcmk; r ipcmk -p 600; r ipcmk -Q extra; r ipcmk -M; r ipcmk -x; r ipcmk --shm=5; r ipcmk --queue --semaphore 2 --shmem 7 --mode 640
