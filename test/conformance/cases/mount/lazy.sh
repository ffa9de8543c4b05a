mkdir lz; mount -t tmpfs lz lz; exec 3> lz/f; umount lz; echo $?; umount -l lz; echo $?; echo still >&3; echo $?; ls lz
