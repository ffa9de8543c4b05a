# sed: options, operands, messages and statuses, part 7
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
sed '1d # c' f
echo "= $?"
fresh
sed '1{d;p}' f
echo "= $?"
fresh
sed '{;;p;;}' f | head -2
echo "= $?"
fresh
sed 'h;x;G;x;H;g' f | head -4
echo "= $?"
fresh
sed 'l;d' nul
echo "= $?"
fresh
sed 'P;d' f
echo "= $?"
fresh
sed 'N;P;D' f
echo "= $?"
fresh
sed 'N;N;D' f
echo "= $?"
fresh
sed 'D' f
echo "= $?"
fresh
sed 'x;p;x' f | head -4
echo "= $?"
fresh
sed 'z' f
echo "= $?"
fresh
sed '1s/.*/echo hi/e' f
echo "= $?"
fresh
sed '1e echo first' f
echo "= $?"
fresh
echo 'echo hi; echo ho' | sed e
echo "= $?"
fresh
sed 's/one fish/echo yo/e' f
echo "= $?"
fresh
sed 's/x/y/;ta;s/^/N/;b;:a;s/^/Y/' f
echo "= $?"
fresh
sed 's/o/0/;T;s/$/!/' f
echo "= $?"
fresh
sed -u 1q f
echo "= $?"
fresh
cat f | sed 2q
echo "= $?"
fresh
sed -n 1p - < f
echo "= $?"
fresh
sed p - f < pats | head -5
echo "= $?"
fresh
(sed 2q; cat) < f
echo "= $?"
fresh
sed --version | head -1
echo "= $?"
fresh
sed --help | head -3
echo "= $?"
fresh
sed
echo "= $?"
