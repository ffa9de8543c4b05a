unshare -pf --mount-proc bash -c 'readlink /proc/self | grep -c .; ls -d /proc/1; cat /proc/1/comm; ls /proc | grep -c "^[0-9]"'
