mkdir p; unshare -m sh -c 'mount -t tmpfs t p; touch p/inside; ls p'; ls p; mountpoint p
