# ls: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; umask 022; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir -p d/sub; echo in > d/in; : > e; ln -s f s; ln -s nowhere b; ln -s d sd; mkfifo p; chmod 755 g; touch -d '2025-03-04 05:06:07.123456789' f g e d/in d/sub d p; touch -h -d '2025-03-04 05:06:07' s b sd; mkdir ro; printf 'sp' > 'a b'; touch -d '2025-01-01' 'a b' ro; }
(fresh; touch -- -foo; rm -foo); echo "status $?"
(fresh; touch -c x); echo "status $?"
(fresh; touch -c x; ls x); echo "status $?"
(fresh; touch -d 2020-01-02 x; stat -c '%x %y' x); echo "status $?"
(fresh; touch -t 202001020304.05 x; stat -c %y x); echo "status $?"
(fresh; touch -t 01020304 x; stat -c %y x | cut -c5-); echo "status $?"
(fresh; touch -t 2001020304 x; stat -c %y x); echo "status $?"
(fresh; touch -t foo x); echo "status $?"
(fresh; touch -t 202013020304 x); echo "status $?"
(fresh; touch -d foo x); echo "status $?"
(fresh; touch -r f x; stat -c %y x); echo "status $?"
(fresh; touch -r missing x); echo "status $?"
