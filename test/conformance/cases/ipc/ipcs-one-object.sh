# ipcs -i: one object in full; the sizes in three ways.
{
ipcmk -M 2000 -p 0640; ipcmk -S 3; ipcmk -Q -p 0
for a in '-m -i 0' '-s -i 0' '-q -i 0' '-m -i 0 --human' '-m -i 0 -b' '-q -i 0 --human' '-m -i 7' '-s -i 7' '-q -i 7' '-i 0' '-m -q -i 0' '-a -i 0' '-m -i x' "-m -i 99999999999" '--shmems --id 0 -t'; do
  echo "== ipcs $a"; ipcs $a 2>&1; echo "status $?"
done
} 2>&1 | sed -E 's/[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} [0-9]{4}/WDAY MON DD TIME/; s/cpid=[0-9]+/cpid=PID/'
