# sed: options, operands, messages and statuses, part 6
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
sed 'p}' f
echo "= $?"
fresh
sed '}' f
echo "= $?"
fresh
sed 'b nolabel' f
echo "= $?"
fresh
sed ': ' f
echo "= $?"
fresh
sed ':' f
echo "= $?"
fresh
sed 'a' f
echo "= $?"
fresh
sed '$!' f
echo "= $?"
fresh
sed 'r' f
echo "= $?"
fresh
sed 'y/abc/de/' f
echo "= $?"
fresh
sed 'y/a/b' f
echo "= $?"
fresh
sed '3,1p' f | wc -l
echo "= $?"
fresh
sed '0p' f
echo "= $?"
fresh
sed '0,2p' f
echo "= $?"
fresh
sed -n '0,/fish/p' f
echo "= $?"
fresh
sed '+1p' f
echo "= $?"
fresh
sed '1,2=' f
echo "= $?"
fresh
sed '1,2q' f
echo "= $?"
fresh
sed 'p x' f
echo "= $?"
fresh
sed 'd x' f
echo "= $?"
fresh
sed '1d2d' f
echo "= $?"
fresh
sed '!p' f | wc -l
echo "= $?"
fresh
sed '1 ! d' f
echo "= $?"
fresh
sed '1,3 {
 s/o/0/
 # comment
 p
}' f
echo "= $?"
fresh
sed -n '/one/ { p ; p }' f
echo "= $?"
fresh
sed '# comment
1d' f
echo "= $?"
