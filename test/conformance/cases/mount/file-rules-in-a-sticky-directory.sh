# Sticky directories, links to other people's files, set-group-ID directories, set-ID bits lost on change.
student() { setpriv --reuid=1000 --regid=1000 --clear-groups "$@"; }
cd /tmp; touch rootfile; chmod 666 rootfile; student rm -f rootfile; student mv rootfile x; student ln rootfile hl; echo "writable: $?"; student ln /etc/shadow hl2; ln -s /etc/passwd rsl; student rm rsl; student mkfifo sf; student chmod 600 rootfile
mkdir -m 2775 sg; chgrp student sg; touch sg/f; mkdir sg/d; stat -c '%A %G %n' sg sg/f sg/d; (umask 077; touch um; mkdir umd; stat -c %a um umd)
chmod 6755 rootfile; stat -c %a rootfile; chown student rootfile; stat -c %a rootfile; chmod 2644 rootfile; chown student:student rootfile; stat -c %a rootfile; student chmod 4755 rootfile; stat -c %a rootfile; student chgrp root rootfile; student chown root rootfile; student sh -c 'echo x >> rootfile'; stat -c %a rootfile
touch -d @1 t; student touch t; chmod 666 t; student touch t; echo "now: $?"; student touch -d @9 t; student mknod n c 1 3; student mknod p p; echo "fifo: $?"; chmod 711 sg; student ls sg; student cat sg/f; chmod 600 sg; chmod o= sg; student cat sg/f
