# sed: options, operands, messages and statuses, part 11
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
sed --posix 's/f/\U&x/' f
echo "= $?"
fresh
sed --posix 's/o\{1\}/X/' f
echo "= $?"
fresh
sed --posix 's/\(o\|x\)/X/' f
echo "= $?"
fresh
sed --posix 's/f/\n/' f
echo "= $?"
fresh
sed --posix 's/f/X/I' f
echo "= $?"
fresh
sed --posix 's/f/X/2g' f
echo "= $?"
fresh
sed --posix '/F/Ip' f
echo "= $?"
fresh
sed --posix '2,+1p' f
echo "= $?"
fresh
sed --posix '0,/f/p' f
echo "= $?"
fresh
sed --posix 'F' f
echo "= $?"
fresh
sed --posix 'z' f
echo "= $?"
fresh
sed --posix 'e' f
echo "= $?"
fresh
sed --posix 'v' f
echo "= $?"
fresh
sed --posix 'Q' f
echo "= $?"
fresh
sed --posix 'R x' f
echo "= $?"
fresh
sed --posix 'W x' f
echo "= $?"
fresh
sed --posix 'T' f
echo "= $?"
fresh
sed --posix 's/a/b/M' f
echo "= $?"
fresh
sed --posix 's/a/b/e' f
echo "= $?"
fresh
sed 's/[]/]/x/' f
echo "= $?"
fresh
sed 's/[^]/]/x/;2q' f
echo "= $?"
fresh
sed 's/[[:alpha:]/]/x/;2q' f
echo "= $?"
fresh
sed '/[/]/p' f
echo "= $?"
fresh
sed 's/[\n]/x/;N;s/[\n]/y/;2q' f
echo "= $?"
fresh
sed -n 's/a/x/;n;tq;p;b;:q;s/$/Q/;p' f
echo "= $?"
