# Every list of ipcs, keys and times aside.
{
ipcmk -M 1000; ipcmk -M 1M -p 600; ipcmk -Q; ipcmk -S 3 -p 0660; setpriv --reuid=student --regid=student --clear-groups ipcmk -Q -p 0
for a in '' -a -m -q -s '-m -q' -t '-t -m' -c '-c -s' -p '-s -p' '-t -c -q' '-c -t -q' -b --human '-m --human' '-q -b' '-a -m'; do
  echo "== ipcs $a"; ipcs $a | sed -E '/Last-op/,/^$/ s/^([0-9]+ +root +)[0-9]+ +/\1PID /'
done
} 2>&1 | sed -E 's/0x[0-9a-f]{8}/0xKEYKEYK/; s/[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} [0-9]{4}/WDAY MON DD TIME/; s/[A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8}/MON DD TIME/g'
