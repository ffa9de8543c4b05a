# sed: options, operands, messages and statuses, part 12
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
sed 's/o/0/;s/[/' f
echo "= $?"
fresh
sed -n '/two/,/nomatch/p' f
echo "= $?"
fresh
sed -n '2,/two/p' f
echo "= $?"
fresh
sed -n '/two/,2p' f
echo "= $?"
fresh
sed -n '/fish/,/fish/p' f
echo "= $?"
fresh
sed -n '2,4{2,3!p}' f
echo "= $?"
fresh
sed '2,3n;s/^/>/' f
echo "= $?"
fresh
sed '1,3N;s/\n/+/' f
echo "= $?"
fresh
sed -n '2{N;N;p};4p' f
echo "= $?"
fresh
sed '2,3{N;s/^/>/}' f
echo "= $?"
fresh
sed -n '1,2{N;N;p}' f
echo "= $?"
