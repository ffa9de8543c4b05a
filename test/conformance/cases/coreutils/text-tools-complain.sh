# What the text tools say of options and operands that make no sense
printf 'one\ntwo\nthree\n' > l; : > e; mkdir d
for c in "tr -c '[=a=]' '[:upper:][:lower:]'" "tr '[x*a]' b" "tr -ds a '[x*]'" "tr a '[=b=]'" "tr abc '[:lower:]'" "tr '[x*]' b" "tr -d '[=ab=]'" \
  'cut -f 1x-2 l' 'cut -f -a l' "cut -c1,3 --output-delimiter= l" 'head -2M l' 'head -1x l' 'tail -1k l' 'tail +2 -v l' 'tail -n0 nofile' 'tail -v -c0 l' \
  'nl -bp[ l' 'nl -nxx -bx l' 'nl -w0 l' 'nl -v-3 -nrz l' 'fold -w0 -w5 l' 'paste l d e' 'paste -s d l' 'comm --output-delimiter= l l' \
  'comm --output-delimiter=a --output-delimiter=b l l' 'join -1 2 -j 1 l l' 'join -t, -t: l l' 'join -o auto -o 1.1 l l' 'join -e a -e b l l' \
  'sort -t xx -k a l' 'sort -t: -t, l' 'expand -t 2,+3 l' 'od -S3 -tx1 l' 'od -tx1z -l l' 'od -to2 -tx1 l' 'base64 -w x -w 1 l' 'sha1sum --status -w l' 'sha1sum -b -c l' \
  'cmp -n x -i x l l' 'cmp -l -s l l' 'cmp -s l d' 'diff -u -c l l' 'diff -C1 -y l l' 'diff -N l d' 'diff -D X l l' 'diff -U x l l'; do
  echo "== $c"; eval "$c" < l 2>&1 | od -An -c | head -12
done
printf 'a\tb\nsame\nlast' > x; printf 'a\tc\nsame\n\nlast\n' > y
diff -y -W 40 x y; diff -p x y | sed 1,2d
printf 'bad \377\376 byte\n' | wc
touch $'n\nl\n\nx' ; ls n*; wc -l nofile $'no\n\n'
env printf '%d|%s|%5.2s|\n' '' a é
env printf '\u12'; env printf '%.*f\n' 99999999999999999999 1
(for m in g-w g-s -rwst '=rxs=u' u=s,g+u g+X-w +s; do for u in 022 077; do umask $u; mkdir -m $m nd; echo "$m $u $(stat -c %a nd)"; rmdir nd; done; done)
mkdir nd; chmod 755 nd; chmod ugo-X+Xs,ug=ws=u nd; stat -c %a nd
for s in 5b 5k 5m 5Z '+x' '<-5' '>+5' ' 7' '+ 5' 99999999999999999999; do truncate -s "$s" t; stat -c "$s %s" t; done
printf abc > o; for c in 'oflag=append' 'oflag=append conv=notrunc' 'oflag=append seek=1 bs=2'; do printf xyzuv > o; dd if=l of=o $c status=none; wc -c < o; done
