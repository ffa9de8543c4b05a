# What an ordinary user may read of root's process, and root of a user namespace of the user's own.
student() { setpriv --reuid=1000 --regid=1000 --clear-groups "$@"; }
cd /proc/$$
for f in *; do [ -f $f ] && { student head -c1 $f >/dev/null 2>/tmp/e || cat /tmp/e; }; done
student ls ns; student readlink cwd; student ls fd; student ls map_files; student ls fdinfo; student ls attr
student cut -d' ' -f26,28,29,30 stat
sleep 5 & cd /proc/$!; student unshare -Ur bash -c 'cat environ; echo $?; head -c1 maps; readlink exe; echo $?'
student sleep 5 & cd /proc/$!; sleep 0.1; student readlink exe; student unshare -Ur bash -c 'readlink exe; echo $?; cat io >/dev/null; echo $?'; kill %1 %2
