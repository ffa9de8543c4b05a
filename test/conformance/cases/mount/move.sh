mkdir f t; mount --make-rprivate /; mount -t tmpfs z f; touch f/x; mount --move f t; ls f t; umount t
