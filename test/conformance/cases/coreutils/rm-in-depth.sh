# rm: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; umask 022; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir -p d/sub; echo in > d/in; : > e; ln -s f s; ln -s nowhere b; ln -s d sd; mkfifo p; chmod 755 g; touch -d '2025-03-04 05:06:07.123456789' f g e d/in d/sub d p; touch -h -d '2025-03-04 05:06:07' s b sd; mkdir ro; printf 'sp' > 'a b'; touch -d '2025-01-01' 'a b' ro; }
(fresh; rm -v f); echo "status $?"
(fresh; rm -rv d); echo "status $?"
(fresh; rm d); echo "status $?"
(fresh; rm -d ro -v); echo "status $?"
(fresh; rm -d d); echo "status $?"
(fresh; rm missing); echo "status $?"
(fresh; rm -f missing); echo "status $?"
(fresh; rm -f); echo "status $?"
(fresh; rm -r missing); echo "status $?"
(fresh; rm -i f <<< y; ls f); echo "status $?"
(fresh; rm -i f <<< n); echo "status $?"
(fresh; rm -ri d <<< $'y\ny\ny\ny'); echo "status $?"
