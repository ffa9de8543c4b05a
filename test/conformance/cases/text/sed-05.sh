# sed: options, operands, messages and statuses, part 5
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
sed 's|/|x|' f
echo "= $?"
fresh
sed 's,one\,,x,' f
echo "= $?"
fresh
sed 's/[/]/x/' f
echo "= $?"
fresh
sed 's/a\|o/X/g' f
echo "= $?"
fresh
sed -E 's/a|o/X/g' f
echo "= $?"
fresh
sed -E 's/o+/X/g' f
echo "= $?"
fresh
sed 's/o\+/X/g' f
echo "= $?"
fresh
sed 's/o\{1,2\}/X/g' f
echo "= $?"
fresh
sed -E 's/(fish|two)+/[&]/' f
echo "= $?"
fresh
sed 's/x*/-/g' f
echo "= $?"
fresh
sed -E 's/\s+$//' f
echo "= $?"
fresh
sed -n '/f\(i\)sh/s//\1/p' f
echo "= $?"
fresh
sed -n '/one/{//p}' f
echo "= $?"
fresh
sed 's//x/' f
echo "= $?"
fresh
sed 's/a/\1/' f
echo "= $?"
fresh
sed 's/a/b/q' f
echo "= $?"
fresh
sed 's/a/b/gg' f
echo "= $?"
fresh
sed 's/a' f
echo "= $?"
fresh
sed 's/a/b' f
echo "= $?"
fresh
sed '/a' f
echo "= $?"
fresh
sed 'k' f
echo "= $?"
fresh
sed '1,2' f
echo "= $?"
fresh
sed '1,' f
echo "= $?"
fresh
sed '1!' f
echo "= $?"
fresh
sed '{p' f
echo "= $?"
