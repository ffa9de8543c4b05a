mkdir x y; touch x/in-x y/in-y; mount --bind x y; ls y; umount y; ls y; umount y; echo $?
