unshare -u bash -c 'hostname one; unshare -u bash -c "hostname two; unshare -u bash -c \"hostname three; hostname\"; hostname"; hostname'
hostname
