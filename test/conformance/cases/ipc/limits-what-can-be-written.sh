# Which values the files of the limits take.
unshare -i bash <<'X'
cd /proc/sys/kernel
for f in msgmax msgmnb msgmni shmmni shmall shmmax shm_rmid_forced auto_msgmni; do
  for v in 0 1 2 -1 32768 32769 2147483647 2147483648 18446744073709551615 18446744073709551616 abc '' '5 6' 0x10 010; do
    echo "$v" 2>/dev/null > $f && echo "$f '$v': $(cat $f)" || echo "$f '$v' refused: $(cat $f)"
  done
done 2>/dev/null
for v in '1 2 3 4' 5 '5 6' '0 0 0 0' '1 1 1 32769' 2147483648 '1 2 3 4 5' x '7 x 9' '9 8 7 -1' '32000 1024000000 500 32000'; do
  echo "$v" > sem && echo "sem '$v': $(cat sem)" || echo "sem '$v' refused: $(cat sem)"
done
cd ../fs/mqueue
for f in msg_default msg_max msgsize_default msgsize_max queues_max; do
  for v in 0 1 -1 127 128 65536 65537 16777216 16777217 2147483647 2147483648 abc; do
    echo "$v" > $f && echo "$f '$v': $(cat $f)" || echo "$f '$v' refused: $(cat $f)"
  done
done 2>/dev/null
ls -l /proc/sys/kernel/{msg,shm,sem}* | awk '{print $1, $3, $4, $NF}'
X
