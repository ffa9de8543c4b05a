# grep: options, operands, messages and statuses, part 8
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
grep -o '\w*' f
echo "= $?"
fresh
grep '[[:space:]]' f
echo "= $?"
fresh
grep '[^[:space:]]' f
echo "= $?"
fresh
grep '[]a]' f
echo "= $?"
fresh
grep -E 'a{,2}b' f
echo "= $?"
fresh
grep -E 'x{0}one' f
echo "= $?"
fresh
grep -x -E 'one|two fish' f
echo "= $?"
fresh
grep -w -E 'on|fish' f
echo "= $?"
fresh
grep -w o f
echo "= $?"
fresh
grep -wo 'f[a-z]*' f
echo "= $?"
fresh
grep -E 'a{1,2}{2}' f
echo "= $?"
fresh
grep -E '()' f
echo "= $?"
fresh
grep -E '(|a)' f
echo "= $?"
fresh
grep -E 'a||b' f
echo "= $?"
fresh
grep -G 'a\?b' f
echo "= $?"
fresh
grep -nr fish f gd | sort
echo "= $?"
fresh
grep --directories=recurse hello gd | sort
echo "= $?"
fresh
grep --directories=skip hello gd | sort
echo "= $?"
fresh
grep hello gd
echo "= $?"
fresh
grep -s hello gd
echo "= $?"
fresh
grep -c hello gd f
echo "= $?"
fresh
grep fish f f
echo "= $?"
fresh
grep fish -h f f
echo "= $?"
fresh
grep -hn fish f f
echo "= $?"
fresh
grep -5 red f
echo "= $?"
