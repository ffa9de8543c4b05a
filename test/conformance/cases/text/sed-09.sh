# sed: options, operands, messages and statuses, part 9
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
sed 2,3w\ out1 f
echo "= $?"
fresh
sed -s -i '1d' f ctx; cat f ctx
echo "= $?"
fresh
sed -i '$d' f pats; cat f pats
echo "= $?"
fresh
sed --in-place=.bak2 1d f; ls; cat f.bak2
echo "= $?"
fresh
sed -ibak 1d f; ls
echo "= $?"
fresh
sed -E -i 's/(o)/<\1>/' f; cat f
echo "= $?"
fresh
sed -n -e '1{p' -e '}' f
echo "= $?"
fresh
sed '1s/$/ \x41\o102\d067/' f | head -1
echo "= $?"
fresh
sed 's/\d/x/' <<< ad
echo "= $?"
fresh
sed 's/\w\+/W/g;s/\W/_/g' f
echo "= $?"
fresh
sed 'N;s/^o/X/M;s/^t/Y/M' f
echo "= $?"
fresh
sed 'N;s/fish$/F/Mg' f
echo "= $?"
fresh
sed 'N;s/one.*two/X/' f
echo "= $?"
fresh
sed 'N;s/one.*two/X/M' f
echo "= $?"
fresh
sed -z 's/^o/X/mg' f
echo "= $?"
fresh
sed 's/one/two/;s//three/' f
echo "= $?"
fresh
sed '/one/s//1/;/two/s//2/' f
echo "= $?"
fresh
sed --posix 's/o\+/X/' f
echo "= $?"
fresh
sed --posix 'a foo' f
echo "= $?"
fresh
sed --posix '1~2p' f
echo "= $?"
fresh
sed 'v' f | head -1
echo "= $?"
fresh
sed 'v 9' f
echo "= $?"
fresh
sed -n 'F' f | head -1
echo "= $?"
fresh
sed 'c\' f
echo "= $?"
fresh
sed '1c\' f
echo "= $?"
