# getent looks up names and numbers in the databases.
echo 'team:x:2000:student,root' >> /etc/group
for a in 'passwd root' 'passwd 1000' 'passwd nosuch' 'group team' 'group 0' 'passwd root nosuch student' 'bogus x' 'services ssh' 'services 80/tcp' 'services 22' 'services nosuch' 'protocols tcp' 'protocols 17' 'initgroups student' 'initgroups nosuch' 'netgroup x' 'group 99999' 'passwd 0 1000' '-s files passwd root' 'passwd ROOT' 'ahosts 127.0.0.1' 'hosts 127.0.0.1' 'ahostsv4 localhost'; do echo "== $a"; getent $a; echo "status $?"; done
getent passwd | grep -c root; getent; echo "status $?"; setpriv --reuid 1000 --regid 1000 --clear-groups getent shadow; echo "status $?"
