# sed: options, operands, messages and statuses, part 1
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
sed p nofile d f; echo
echo "= $?"
fresh
sed p gd; echo $?
echo "= $?"
fresh
sed -i p nofile gd f; cat f
echo "= $?"
fresh
sed -n '$p' f ctx
echo "= $?"
fresh
sed -s -n '$p' f ctx
echo "= $?"
fresh
sed -i.bak 's/fish/X/' f; cat f; ls
echo "= $?"
fresh
sed -i'bk_*' 1d f; ls; cat f
echo "= $?"
fresh
sed -n -i 2p f ctx; cat f ctx
echo "= $?"
fresh
sed -i 2q f; cat f
echo "= $?"
fresh
sed -i '/one/w out' f; cat f
echo "= $?"
fresh
sed -i -e '1i top' -e '$a bottom' f; cat f
echo "= $?"
fresh
sed -i 's/a/b/' ctx; od -c ctx
echo "= $?"
fresh
sed '' ctx; echo
echo "= $?"
fresh
sed p ctx
echo "= $?"
fresh
sed -n '$=' ctx
echo "= $?"
fresh
sed 's/a/b/g' ctx f | tail -3
echo "= $?"
fresh
sed 5q f; echo $?
echo "= $?"
fresh
sed q5 f; echo $?
echo "= $?"
fresh
sed -n q5 f; echo $?
echo "= $?"
fresh
sed '2r pats' f
echo "= $?"
fresh
sed '$r pats' ctx
echo "= $?"
fresh
sed 'R pats' f
echo "= $?"
fresh
sed '1R nofile' f
echo "= $?"
fresh
sed 'w out1' f; cat out1
echo "= $?"
fresh
sed -n '/one/w out1
/two/w out2' f
echo "= $?"
