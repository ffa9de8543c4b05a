# ln: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; umask 022; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir -p d/sub; echo in > d/in; : > e; ln -s f s; ln -s nowhere b; ln -s d sd; mkfifo p; chmod 755 g; touch -d '2025-03-04 05:06:07.123456789' f g e d/in d/sub d p; touch -h -d '2025-03-04 05:06:07' s b sd; mkdir ro; printf 'sp' > 'a b'; touch -d '2025-01-01' 'a b' ro; }
(fresh; ln f x; stat -c %h x); echo "status $?"
(fresh; ln -s f x -v); echo "status $?"
(fresh; ln -s f g); echo "status $?"
(fresh; ln -sf f g -v); echo "status $?"
(fresh; ln -f f g -v); echo "status $?"
(fresh; ln f); echo "status $?"
(fresh; ln -s /etc/passwd; readlink passwd); echo "status $?"
(fresh; ln); echo "status $?"
(fresh; ln d x); echo "status $?"
(fresh; ln missing x); echo "status $?"
(fresh; ln -s a b c); echo "status $?"
(fresh; ln -s f g ro -v); echo "status $?"
