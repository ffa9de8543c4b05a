# lsipc's tables of objects.
{
ipcmk -M 1000 >/dev/null; ipcmk -M 1M -p 600 >/dev/null; ipcmk -Q >/dev/null; ipcmk -S 3 -p 0660 >/dev/null; ipcmk -S 2 >/dev/null
setpriv --reuid=student --regid=student --clear-groups ipcmk -Q -p 600
M=KEY,ID,PERMS,OWNER,SIZE,NATTCH,STATUS,CTIME,LPID
for a in -q -s '-q -t' '-s -t' '-q -c' '-s -c' '-q -c -t' '-q -P' "-m -o $M" "-m -b -o $M" '-m -o ID,SIZE' '-m -o size,id' '-m -o CUID,CUSER,CGID,CGROUP,UID,USER,GID,GROUP' '-q -o USEDBYTES,MSGS,SEND,RECV,LSPID,LRPID' '-s -o +OTIME' '-s --noheadings' '-s -r' '-s -e' '-s -n' '-s -y -e' '-s -l' '-m -o foo' '-m -o id,' '-m -o NSEMS' '-m -o ID -t' '-m -q' '-s -J -e' '-m --time-format=x' '-m -i x' '-s -i 99'; do
  echo "== lsipc $a"; lsipc $a 2>&1; echo "status $?"
done
ipcrm -a; lsipc -m; lsipc -q -J; lsipc -s -e; lsipc -m -r
} 2>&1 | sed -E 's/0x[0-9a-f]{8}/0xKEYKEYK/; s/ [0-9]{2}:[0-9]{2} / HH:MM /g; s/ [0-9]{2}:[0-9]{2}$/ HH:MM/; s/="[0-9]{2}:[0-9]{2}"/="HH:MM"/'
