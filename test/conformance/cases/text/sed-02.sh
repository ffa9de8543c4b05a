# sed: options, operands, messages and statuses, part 2
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
sed 's/one/1/w out1' f
echo "= $?"
fresh
sed 's/one/1/w /dev/stdout' f
echo "= $?"
fresh
sed '1w /dev/stdout' f
echo "= $?"
fresh
sed 'w /nonexistent/x' f; echo $?
echo "= $?"
fresh
sed -f pats f
echo "= $?"
fresh
printf '1d\n2{\np\n}\n' > s.sed; sed -f s.sed f
echo "= $?"
fresh
printf 's/a/b/\nk\n' > s.sed; sed -f s.sed f
echo "= $?"
fresh
printf 's/a/b\n' > s.sed; sed -f s.sed f
echo "= $?"
fresh
printf '#n\n1p\n' > s.sed; sed -f s.sed f
echo "= $?"
fresh
printf '1a\\\nfoo\\\nbar\n2d\n' > s.sed; sed -f s.sed f
echo "= $?"
fresh
printf 's/o/0/g;p' > s.sed; sed -n -f s.sed f
echo "= $?"
fresh
sed -e '1{' -e 'p' -e '}' f
echo "= $?"
fresh
sed -e 'a\' -e 'x' f | head -4
echo "= $?"
fresh
sed -e '1a foo\' -e 'bar' f
echo "= $?"
fresh
sed -e 1d -e k f
echo "= $?"
fresh
sed -e 1d -e 'p;s/x' f
echo "= $?"
fresh
sed '1!G;h;$!d' f
echo "= $?"
fresh
sed -n '1!G;h;$p' f
echo "= $?"
fresh
sed '$!N;$!D' f
echo "= $?"
fresh
sed '$!N;s/\n/ /' f
echo "= $?"
fresh
sed -e :a -e '$!N;s/\n//;ta' f
echo "= $?"
fresh
sed ':a;N;$!ba;s/\n/,/g' f
echo "= $?"
fresh
sed = f | sed 'N;s/\n/\t/'
echo "= $?"
fresh
sed 's/^[ \t]*//' f
echo "= $?"
fresh
sed -E 's/(\w+) (\w+)/\2 \1/' f
echo "= $?"
