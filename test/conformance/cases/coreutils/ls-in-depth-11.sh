# ls: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; umask 022; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir -p d/sub; echo in > d/in; : > e; ln -s f s; ln -s nowhere b; ln -s d sd; mkfifo p; chmod 755 g; touch -d '2025-03-04 05:06:07.123456789' f g e d/in d/sub d p; touch -h -d '2025-03-04 05:06:07' s b sd; mkdir ro; printf 'sp' > 'a b'; touch -d '2025-01-01' 'a b' ro; }
(fresh; ls f d); echo "status $?"
(fresh; ls -1 f d e); echo "status $?"
(fresh; ls --time-style=locale -l f); echo "status $?"
(fresh; ls --time-style=posix-iso -l f); echo "status $?"
(fresh; TIME_STYLE=+%s ls -l f); echo "status $?"
(fresh; LS_COLORS='*.c=1:di=4' ls --color=always); echo "status $?"
(fresh; LS_COLORS='foo' ls --color=always); echo "status $?"
(fresh; QUOTING_STYLE=c ls f); echo "status $?"
(fresh; touch $'a\nb'; ls); echo "status $?"
(fresh; touch $'a\nb'; ls -b); echo "status $?"
(fresh; touch $'a\nb'; ls -q); echo "status $?"
(fresh; chmod 4755 g; chmod 2755 d; chmod 1777 ro; ls -l --time-style=+ g d ro; ls --color=always -d g d ro); echo "status $?"
