mkdir w; mount -t tmpfs w w; cd w; umount /root/w; echo $?; cd ..; umount w; echo $?
