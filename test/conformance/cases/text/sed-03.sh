# sed: options, operands, messages and statuses, part 3
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
sed 's/\(.*\)o/\1X/' f
echo "= $?"
fresh
sed 's/o/0/2' f
echo "= $?"
fresh
sed 's/o/0/2g' f
echo "= $?"
fresh
sed -n 's/o/0/gp' f
echo "= $?"
fresh
sed 's/[aeiou]/\U&/g' f
echo "= $?"
fresh
sed 's/\b./\u&/g' f
echo "= $?"
fresh
sed -E 's/(.)(.*)/\2\U\1/' f
echo "= $?"
fresh
sed -E 's/\b(.)/\u\1/g' f
echo "= $?"
fresh
sed 's/.*/"&"/' f
echo "= $?"
fresh
sed 's/fish/\n&/' f
echo "= $?"
fresh
sed '/two/,/blue/d' f
echo "= $?"
fresh
sed '/two/,+1d' f
echo "= $?"
fresh
sed '2,4!d' f
echo "= $?"
fresh
sed '0~3d' f
echo "= $?"
fresh
sed '2~2s/^/>/' f
echo "= $?"
fresh
sed '2,~3d' f
echo "= $?"
fresh
sed '$d' f
echo "= $?"
fresh
sed '/^$/d' f
echo "= $?"
fresh
sed -n '/red/,$p' f
echo "= $?"
fresh
sed -n '2{p;q}' f
echo "= $?"
fresh
sed '/one/I s/o/X/g' f
echo "= $?"
fresh
sed '/ONE/Id' f
echo "= $?"
fresh
sed '/nope/!s/$/./' f
echo "= $?"
fresh
sed 'y/abc/ABC/' f
echo "= $?"
fresh
sed 'y/áé/ae/' u
echo "= $?"
