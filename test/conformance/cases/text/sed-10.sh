# sed: options, operands, messages and statuses, part 10
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
sed 'i\' f
echo "= $?"
fresh
sed 'a\
' f | head -3
echo "= $?"
fresh
sed '1,3c\
text' f
echo "= $?"
fresh
sed '$!{1,2d}' f
echo "= $?"
fresh
sed 's/\(a\)\(b\)\(c\)\(d\)\(e\)\(f\)\(g\)\(h\)\(i\)/\9/' <<< abcdefghi
echo "= $?"
fresh
sed 's/a*\(b\)*/[\1]/' <<< aab
echo "= $?"
fresh
sed 's/[0-9]\+/(&)/3' <<< '1 22 333 4444'
echo "= $?"
fresh
sed -E 's/([^,]*),([^,]*)/\2,\1/' <<< 'a,b,c'
echo "= $?"
fresh
sed 's/[]]/x/;s/[^]]/y/' <<< ']a]'
echo "= $?"
fresh
sed 's/[\/]/x/g' <<< 'a/b\c'
echo "= $?"
fresh
sed 's/[\n]/x/' <<< 'anb\'
echo "= $?"
fresh
sed 's/\./x/g;s/\*/y/' <<< 'a.b*c'
echo "= $?"
fresh
sed 's/a\.b/\&/;s/$/\\/' <<< 'a.b'
echo "= $?"
fresh
sed 's/\t/TAB/' <<< 'a	b'
echo "= $?"
fresh
sed 's/a/\t/' <<< abc
echo "= $?"
fresh
sed "s/a/\\
echo "= $?"
fresh
/" <<< abc
echo "= $?"
fresh
sed 'y/\n/x/;y/a/\n/' <<< abc
echo "= $?"
fresh
sed 'y,a\,b,123,' <<< 'a,b'
echo "= $?"
fresh
sed --posix 's/o\w/X/' f
echo "= $?"
fresh
sed --posix 's/o\|n/X/' f
echo "= $?"
fresh
sed --posix 's/n\?/X/' f
echo "= $?"
fresh
sed --posix 's/\bf/X/' f
echo "= $?"
fresh
sed --posix 's/\x66/X/' f
echo "= $?"
fresh
sed --posix 's/a/\x41/' f
echo "= $?"
