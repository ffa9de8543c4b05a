# ELOOP, ENAMETOOLONG, ENOTDIR, EISDIR, EBUSY, ETXTBSY and others as tools and the shell tell them.
cd /mnt; mkdir sg; touch sg/f; echo c > nc; : > nodir/f; cat nodir/f/g; cat nc/x; echo x > sg; cat sg; cd nc; ls nc/; rm sg; rmdir sg; rmdir nc; mkdir nc
ln -s loop loop; cat loop; ls loop; ls -d loop; cd loop; : > loop; n=$(printf 'a%.0s' {1..256}); touch $n 2>&1 | tail -c 20; p=$(printf 'a/%.0s' {1..2100}); cat $p 2>&1 | tail -c 20
mv sg sg/; mv sg/f sg/f; cp nc nc; ln nc nc; ln sg hlsg; cp sg x; mv nc sg/f/; echo hi > /dev/stdout; echo err > /dev/stderr; cat /dev/fd/0 < nc; cat < /dev/full | head -c 3 | od -An -tx1
cp /usr/bin/sleep sl1; ./sl1 2 & sleep 0.2; echo x > sl1; echo "busy: $?"; rm sl1; cp /usr/bin/true tr; exec 5>>tr; ./tr; echo "busy: $?"; exec 5>&-; ./tr; echo "free: $?"
printf '#!/nonexistent\n' > sc; chmod +x sc; ./sc; echo "$?"; printf '#!/bin/sh\necho $0 "$@"\n' > sc; ./sc a b; chmod -x sc; ./sc; echo "$?"; sh sc; printf '\x7fELF' > badelf; chmod +x badelf; ./badelf; echo "$?"; ./sg; echo "$?"; printf '#!' > sc2; chmod +x sc2; ./sc2; echo "$?"; : > empty; chmod +x empty; ./empty; echo "$?"; printf '#!/bin/cat -n\nhello\n' > ca; chmod +x ca; ./ca
(cd sg; ls; su student -c ls); chmod 700 sg; cd sg; su student -c ls; echo "status $?"
