# chown and chgrp: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir d; : > e; ln -s f s; ln -s nowhere b; ln -s loop loop; ln -s d sd; mkfifo p; touch -d '2025-03-04 05:06:07.123456789' f g e d; mkdir -p d/sub; echo in > d/in; touch -h -d '2025-03-04 05:06:07' s b sd; dd if=/dev/zero of=big bs=1k count=20 2>/dev/null; }
(fresh; chown 1:2 f; stat -c '%u %g' f); echo "status $?"
(fresh; chown student f; stat -c '%U %G' f); echo "status $?"
(fresh; chown student: f; stat -c '%U %G' f); echo "status $?"
(fresh; chown :student f; stat -c '%U %G' f); echo "status $?"
(fresh; chown student.student f; stat -c '%U %G' f); echo "status $?"
(fresh; chown -v student f g); echo "status $?"
(fresh; chown -c student f); echo "status $?"
(fresh; chown -c root f); echo "status $?"
(fresh; chown -R student d; stat -c %U d d/in); echo "status $?"
(fresh; chown -Rv student d | sort); echo "status $?"
(fresh; chown -h student s; stat -c %U s f); echo "status $?"
(fresh; chown --from=root student f -v); echo "status $?"
