# basename dirname truncate: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir d; : > e; ln -s f s; ln -s nowhere b; ln -s loop loop; ln -s d sd; mkfifo p; touch -d '2025-03-04 05:06:07.123456789' f g e d; mkdir -p d/sub; echo in > d/in; touch -h -d '2025-03-04 05:06:07' s b sd; dd if=/dev/zero of=big bs=1k count=20 2>/dev/null; }
(fresh; basename /a/b/c); echo "status $?"
(fresh; basename /a/b/c.txt .txt); echo "status $?"
(fresh; basename -a a/b c/d); echo "status $?"
(fresh; basename -s .c a.c b.c); echo "status $?"
(fresh; basename -z a | od -c); echo "status $?"
(fresh; basename); echo "status $?"
(fresh; basename a b c); echo "status $?"
(fresh; basename /); echo "status $?"
(fresh; basename //); echo "status $?"
(fresh; basename ''); echo "status $?"
(fresh; basename a/ ); echo "status $?"
(fresh; basename .txt .txt); echo "status $?"
