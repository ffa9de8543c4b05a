# mv: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; umask 022; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir -p d/sub; echo in > d/in; : > e; ln -s f s; ln -s nowhere b; ln -s d sd; mkfifo p; chmod 755 g; touch -d '2025-03-04 05:06:07.123456789' f g e d/in d/sub d p; touch -h -d '2025-03-04 05:06:07' s b sd; mkdir ro; printf 'sp' > 'a b'; touch -d '2025-01-01' 'a b' ro; }
(fresh; mv f x; ls); echo "status $?"
(fresh; mv -v f x); echo "status $?"
(fresh; mv -v f d); echo "status $?"
(fresh; mv -n f g; ls f); echo "status $?"
(fresh; mv -i f g <<< n; cat g); echo "status $?"
(fresh; mv -i f g < /dev/null); echo "status $?"
(fresh; mv -u f g; ls); echo "status $?"
(fresh; mv -b f g; ls); echo "status $?"
(fresh; mv -f f g -v); echo "status $?"
(fresh; mv f); echo "status $?"
(fresh; mv); echo "status $?"
(fresh; mv missing x); echo "status $?"
