mkdir k; mount -t tmpfs one k; touch k/1; mount -t tmpfs two k; touch k/2; ls k; umount k; ls k; umount k; ls k; umount k; echo $?
