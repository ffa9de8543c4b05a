# ls: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; umask 022; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir -p d/sub; echo in > d/in; : > e; ln -s f s; ln -s nowhere b; ln -s d sd; mkfifo p; chmod 755 g; touch -d '2025-03-04 05:06:07.123456789' f g e d/in d/sub d p; touch -h -d '2025-03-04 05:06:07' s b sd; mkdir ro; printf 'sp' > 'a b'; touch -d '2025-01-01' 'a b' ro; }
(fresh; ls); echo "status $?"
(fresh; ls -a); echo "status $?"
(fresh; ls -A); echo "status $?"
(fresh; ls -l); echo "status $?"
(fresh; ls -1); echo "status $?"
(fresh; ls -C); echo "status $?"
(fresh; ls -m); echo "status $?"
(fresh; ls -x); echo "status $?"
(fresh; ls -F); echo "status $?"
(fresh; ls -p); echo "status $?"
(fresh; ls --file-type); echo "status $?"
(fresh; ls -l --time-style=full-iso); echo "status $?"
