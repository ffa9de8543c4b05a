# base64 and sums: options one by one, and what is said of wrong ones.
umask 022
mkdir /tmp/w; cd /tmp/w; printf 'a 1\nb 2\nc 3\n' > f; printf 'hello world\0\001\377binary\n' > b; : > e; seq 20 > n; mkdir d; printf 'x,y\n"q, r",2\n' > csv; touch -d '2025-03-04 05:06:07' f
cksum f; echo "status $?"
cksum f n; echo "status $?"
cksum < f; echo "status $?"
cksum missing; echo "status $?"
cksum -a crc f; echo "status $?"
