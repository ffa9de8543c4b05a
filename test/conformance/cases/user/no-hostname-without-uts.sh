unshare -r hostname x; echo $?; unshare -ru sh -c 'hostname x; hostname'; hostname
