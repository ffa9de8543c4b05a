unshare -u bash -c 'hostname held; exec sleep 5' & p=$!
sleep 0.2; nsenter -t $p -u hostname; hostname; nsenter --uts=/proc/$p/ns/uts uname -n; kill $p
