# lsipc -i: everything about one object.
{
ipcmk -M 2000 -p 0640 >/dev/null; ipcmk -S 2 >/dev/null; ipcmk -Q >/dev/null
for a in '-m -i 0' '-s -i 0' '-q -i 0' '-m -i 0 -b -P' '-m -i 0 -o SIZE,KEY' '-s -i 0 -l' '-s -i 0 -J' '-s -i 0 -n' '-q -i 0 -e' '-q -i 0 -r' '-s -i 0 --noheadings' '-q -i 5' '-q -i 5 -J'; do
  echo "== lsipc $a"; lsipc $a 2>&1; echo "status $?"
done
} 2>&1 | sed -E 's/0x[0-9a-f]{8}/0xKEYKEYK/; s/[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} [0-9]{4}/WDAY MON DD TIME-OF-DAYxx/; s/(Creator PID: +)[0-9]+ */\1PID/; s/"[0-9]{2}:[0-9]{2}"/"HH:MM"/'
