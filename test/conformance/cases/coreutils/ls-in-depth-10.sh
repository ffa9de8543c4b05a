# ls: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; umask 022; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir -p d/sub; echo in > d/in; : > e; ln -s f s; ln -s nowhere b; ln -s d sd; mkfifo p; chmod 755 g; touch -d '2025-03-04 05:06:07.123456789' f g e d/in d/sub d p; touch -h -d '2025-03-04 05:06:07' s b sd; mkdir ro; printf 'sp' > 'a b'; touch -d '2025-01-01' 'a b' ro; }
(fresh; ls -D d); echo "status $?"
(fresh; ls -l f g e); echo "status $?"
(fresh; ls -lt f g e); echo "status $?"
(fresh; ls -1F s b p g sd); echo "status $?"
(fresh; ls -l --numeric-uid-gid f); echo "status $?"
(fresh; ls ''); echo "status $?"
(fresh; ls -l d/in/x); echo "status $?"
(fresh; ls f/x); echo "status $?"
(fresh; ls -ll f); echo "status $?"
(fresh; ls -aR d); echo "status $?"
(fresh; ls -m -w 10); echo "status $?"
(fresh; ls d sd); echo "status $?"
