# mkdir and rmdir: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; umask 022; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir -p d/sub; echo in > d/in; : > e; ln -s f s; ln -s nowhere b; ln -s d sd; mkfifo p; chmod 755 g; touch -d '2025-03-04 05:06:07.123456789' f g e d/in d/sub d p; touch -h -d '2025-03-04 05:06:07' s b sd; mkdir ro; printf 'sp' > 'a b'; touch -d '2025-01-01' 'a b' ro; }
(fresh; mkdir ro/d ro/d/y; mv d ro); echo "status $?"
(fresh; mkdir x; ls -d x); echo "status $?"
(fresh; mkdir d); echo "status $?"
(fresh; mkdir -p d x/y/z -v); echo "status $?"
(fresh; mkdir x/y); echo "status $?"
(fresh; mkdir); echo "status $?"
(fresh; mkdir -m 700 x; stat -c %a x); echo "status $?"
(fresh; mkdir -m u=rwx,go= x; stat -c %a x); echo "status $?"
(fresh; mkdir -m foo x); echo "status $?"
(fresh; mkdir -m 9 x); echo "status $?"
(fresh; mkdir -v x y); echo "status $?"
(fresh; mkdir -p f); echo "status $?"
