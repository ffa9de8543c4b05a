# ls: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; umask 022; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir -p d/sub; echo in > d/in; : > e; ln -s f s; ln -s nowhere b; ln -s d sd; mkfifo p; chmod 755 g; touch -d '2025-03-04 05:06:07.123456789' f g e d/in d/sub d p; touch -h -d '2025-03-04 05:06:07' s b sd; mkdir ro; printf 'sp' > 'a b'; touch -d '2025-01-01' 'a b' ro; }
(fresh; touch ''); echo "status $?"
(fresh; touch -d @0 x; stat -c %Y x); echo "status $?"
(fresh; touch -d '2020-01-02T03:04:05Z' x; stat -c %y x); echo "status $?"
(fresh; touch -f x); echo "status $?"
(fresh; touch - ; ls ./-); echo "status $?"
