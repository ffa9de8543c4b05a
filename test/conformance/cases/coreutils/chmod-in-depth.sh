# chmod: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; printf 'hello\nworld\n' > f; printf 'x\n' > g; mkdir d; : > e; ln -s f s; ln -s nowhere b; ln -s loop loop; ln -s d sd; mkfifo p; touch -d '2025-03-04 05:06:07.123456789' f g e d; mkdir -p d/sub; echo in > d/in; touch -h -d '2025-03-04 05:06:07' s b sd; dd if=/dev/zero of=big bs=1k count=20 2>/dev/null; }
(fresh; chmod 600 f; stat -c %a f); echo "status $?"
(fresh; chmod u+x,g-r f; stat -c %a f); echo "status $?"
(fresh; chmod -v 600 f g); echo "status $?"
(fresh; chmod -c 600 f); echo "status $?"
(fresh; chmod -c 644 f); echo "status $?"
(fresh; chmod -R 700 d; find d -printf '%p %m\n' | sort); echo "status $?"
(fresh; chmod -Rv u+x d | sort); echo "status $?"
(fresh; chmod --reference=g f -v); echo "status $?"
(fresh; chmod --reference=missing f); echo "status $?"
(fresh; chmod 999 f); echo "status $?"
(fresh; chmod foo f); echo "status $?"
(fresh; chmod u+z f); echo "status $?"
