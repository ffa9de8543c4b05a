# chmod: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir d; : > e; ln -s f s; ln -s nowhere b; ln -s loop loop; ln -s d sd; mkfifo p; touch -d '2025-03-04 05:06:07.123456789' f g e d; mkdir -p d/sub; echo in > d/in; touch -h -d '2025-03-04 05:06:07' s b sd; dd if=/dev/zero of=big bs=1k count=20 2>/dev/null; }
(fresh; chmod); echo "status $?"
(fresh; chmod 644); echo "status $?"
(fresh; chmod 644 missing f); echo "status $?"
(fresh; chmod -f 644 missing); echo "status $?"
(fresh; chmod -w f; stat -c %a f); echo "status $?"
(fresh; chmod +x f; stat -c %a f); echo "status $?"
(fresh; chmod =r f; stat -c %a f); echo "status $?"
(fresh; chmod a=rwx,o-w f; stat -c %a f); echo "status $?"
(fresh; chmod u=g f; stat -c %a f); echo "status $?"
(fresh; chmod g+s,+t f; stat -c %a f); echo "status $?"
(fresh; chmod 4755 f; chmod 755 d; stat -c '%a %A' f); echo "status $?"
(fresh; chmod 2755 d; chmod 755 d; stat -c %a d); echo "status $?"
