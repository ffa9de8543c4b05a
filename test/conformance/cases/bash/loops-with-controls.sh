for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done
for ((i=0, j=10; i<j; i+=3, j-=2)); do echo "$i $j"; done
for ((;;)); do ((++n > 3)) && break; done; echo $n
while :; do while :; do break 2; done; done; echo out
for i in a b; do for j in 1 2; do [ $j = 2 ] && continue 2; echo $i$j; done; echo never; done
set -- p q; for x do echo $x; done; for x in; do echo none; done; echo $?
while read -r l; do echo "got $l"; ((c++)); done < <(printf '1\n2\n'); echo $c
echo 1 2 | while read a b; do c=changed; done; echo $c
shopt -s lastpipe; echo 9 | read c; echo $c
i=5; while ((i-->0)); do case $i in 3) continue;; 1) break;; esac; echo -n $i; done; echo
