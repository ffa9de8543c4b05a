# split: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; printf 'a:b:c\nd:e:f\nnodelim\n\n' > f; printf 'b 2\na 10\nc 1\na 9\n' > g; printf '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n' > n; mkdir d; : > e; printf 'été\nzoo\nÉtat\n' > u; printf 'x\ty  z\n\tq\n' > t; }
(fresh; split -l 3 n; ls; cat xaa); echo "status $?"
(fresh; split -b 4 n p; ls); echo "status $?"
(fresh; split -n 3 n; ls); echo "status $?"
(fresh; split -n l/3 n; wc -l x*); echo "status $?"
(fresh; split -n 2/3 n); echo "status $?"
(fresh; split -n l/2/3 n); echo "status $?"
(fresh; split -n r/3 n; cat xaa); echo "status $?"
(fresh; split -C 5 n; ls); echo "status $?"
(fresh; split -d -l 5 n; ls); echo "status $?"
(fresh; split -x -l 5 n; ls); echo "status $?"
(fresh; split -a 3 -l 5 n; ls); echo "status $?"
(fresh; split -a 1 -b 1 n; ls | wc -l); echo "status $?"
