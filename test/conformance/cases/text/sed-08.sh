# sed: options, operands, messages and statuses, part 8
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
sed -e
echo "= $?"
fresh
sed --bogus
echo "= $?"
fresh
sed -E 's/(/x/' f
echo "= $?"
fresh
sed 's/\(/x/' f
echo "= $?"
fresh
sed 's/[/x/' f
echo "= $?"
fresh
sed 's/a\{2/x/' f
echo "= $?"
fresh
sed -E 's/*a/x/' f
echo "= $?"
fresh
sed 's/*o/x/' f
echo "= $?"
fresh
sed 's/^*/x/' f
echo "= $?"
fresh
sed -E 's/)/x/' f
echo "= $?"
fresh
sed 's/\)/x/' f
echo "= $?"
fresh
sed 's/\n/x/' f
echo "= $?"
fresh
sed 's/a\nb/x/' f
echo "= $?"
fresh
sed '/\n/!s/^/x/' f
echo "= $?"
fresh
sed -E 's/^(.*) (.*)$/\2, \1/' f
echo "= $?"
fresh
sed 's/\(^\|[^0-9.]\)\([0-9]*\)\([0-9]\{3\}\)/\1\2,\3/g' <<< 1234567
echo "= $?"
fresh
sed -e :a -e 's/^.\{1,10\}$/ &/;ta' f
echo "= $?"
fresh
sed '/\n/d;s/\(.*\)/\1/;y/o/0/' f
echo "= $?"
fresh
sed -n 'H;${x;s/\n/,/g;s/^,//;p}' f
echo "= $?"
fresh
sed '$!N;/^\(.*\)\n\1$/!P;D' ctx
echo "= $?"
fresh
sed 's/a/b/;s/b/c/;s/c/d/' ctx
echo "= $?"
fresh
sed -n '/a/=' ctx
echo "= $?"
fresh
sed '/a/,/c/{/b/d}' ctx
echo "= $?"
fresh
sed '/b/{N;d}' ctx
echo "= $?"
fresh
sed '/d/{x;p;x}' ctx
echo "= $?"
