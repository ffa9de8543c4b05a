# sed: options, operands, messages and statuses, part 4
exec < /dev/null
mkdir w && cd w
fresh() {
  rm -rf ./*
  mkdir -p gd/sub
  echo hello > gd/f
  echo hello > gd/sub/g
  printf 'one fish\ntwo fish\nred fish\nblue fish\nOne Two 12\n\nfoo_bar baz\n' > f
  printf 'x\0y\nhello\n' > nul
  printf 'a\nb\na\nc\nd\ne\na' > ctx
  printf 'fish\ntwo\n' > pats
  printf 'é\nÉa\n한글 x\n' > u
  printf 'a\377b\na\n' > bin
  printf 'a b\nc\n\n\n\nd e\nf\n' > para
  printf '\n\na:b\nc:d\n\ne\n' > para2
}
fresh
sed 's/é/e/' u
echo "= $?"
fresh
sed 's/./X/g' u
echo "= $?"
fresh
LC_ALL=C sed 's/./X/g' u
echo "= $?"
fresh
LC_ALL=C sed 's/é/e/' u
echo "= $?"
fresh
LC_ALL=C sed -n l u
echo "= $?"
fresh
sed -n l u
echo "= $?"
fresh
sed 's/\xc3\xa9/E/' u
echo "= $?"
fresh
sed -n 'l 10' f
echo "= $?"
fresh
sed --expression='s/a/b/' --quiet -e p f
echo "= $?"
fresh
sed -n -- '1p' f
echo "= $?"
fresh
sed -z 's/\n/;/g' f; echo
echo "= $?"
fresh
sed -z '$!d' nul | od -c
echo "= $?"
fresh
sed -s 'F;1q' f ctx
echo "= $?"
fresh
sed -n '$!{$!p}' f
echo "= $?"
fresh
sed 'n;n;s/^/3:/' f
echo "= $?"
fresh
sed '1~3{N;N;s/\n/+/g}' f
echo "= $?"
fresh
sed '2c\changed' f
echo "= $?"
fresh
sed '2,4c changed' f
echo "= $?"
fresh
sed '2i\  indented' f
echo "= $?"
fresh
sed '2a\' f
echo "= $?"
fresh
sed '$a\' ctx
echo "= $?"
fresh
sed '1i\\ttab' f | head -1
echo "= $?"
fresh
sed '1a hello \
world' f
echo "= $?"
fresh
sed 's/one/&\
two/' f
echo "= $?"
fresh
sed 's/\//x/' f
echo "= $?"
