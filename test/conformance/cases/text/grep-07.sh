# grep: options, operands, messages and statuses, part 7
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
echo a > out1; grep a out1 >> out1
echo "= $?"
fresh
grep -q a f >> f
echo "= $?"
fresh
grep -m0 a f
echo "= $?"
fresh
grep -m-1 fish f
echo "= $?"
fresh
grep -nv -A1 fish f
echo "= $?"
fresh
grep -o -A1 a ctx
echo "= $?"
fresh
grep -ov a ctx
echo "= $?"
fresh
grep -V
echo "= $?"
fresh
grep --version | sort
echo "= $?"
fresh
grep --he
echo "= $?"
fresh
grep -y ONE f
echo "= $?"
fresh
grep --no-ignore-case -i ONE f | sort
echo "= $?"
fresh
grep -i --no-ignore-case ONE f | sort
echo "= $?"
fresh
grep -u a f
echo "= $?"
fresh
grep -U fish f
echo "= $?"
fresh
grep --line-buffered fish f | sort
echo "= $?"
fresh
grep -e
echo "= $?"
fresh
grep -- -x f
echo "= $?"
fresh
grep -e -x f
echo "= $?"
fresh
grep -E 'fi{1}sh' f
echo "= $?"
fresh
grep 'fi\{1\}sh' f
echo "= $?"
fresh
grep -E '\<f' f
echo "= $?"
fresh
grep '\bf' f
echo "= $?"
fresh
grep '\Bi' f
echo "= $?"
fresh
grep 'fish\>' f
echo "= $?"
