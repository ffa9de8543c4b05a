mkdir s d; mount --bind s d; mount -o remount,ro,bind d; touch d/f; echo $?; touch s/f; ls d; umount d
