unshare -r id -u; unshare -r id -un; unshare -U id -u; unshare -U id -un; unshare -U whoami
