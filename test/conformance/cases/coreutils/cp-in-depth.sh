# cp: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; umask 022; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir -p d/sub; echo in > d/in; : > e; ln -s f s; ln -s nowhere b; ln -s d sd; mkfifo p; chmod 755 g; touch -d '2025-03-04 05:06:07.123456789' f g e d/in d/sub d p; touch -h -d '2025-03-04 05:06:07' s b sd; mkdir ro; printf 'sp' > 'a b'; touch -d '2025-01-01' 'a b' ro; }
(fresh; cp f x); echo "status $?"
(fresh; cp f x; ls -l x | cut -c1-10); echo "status $?"
(fresh; cp -v f x); echo "status $?"
(fresh; cp f g -v); echo "status $?"
(fresh; cp -i f g < /dev/null); echo "status $?"
(fresh; cp -n f g; cat g); echo "status $?"
(fresh; cp -nv f g); echo "status $?"
(fresh; cp -u f g; cat g); echo "status $?"
(fresh; cp -a d d2; ls -lR d2 --time-style=long-iso); echo "status $?"
(fresh; cp d d2); echo "status $?"
(fresh; cp -r d d2 && ls -R d2); echo "status $?"
(fresh; cp -rv d d2); echo "status $?"
