unshare -u bash -c 'hostname first; unshare -u hostname; hostname second; hostname; bash -c hostname'
