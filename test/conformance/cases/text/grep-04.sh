# grep: options, operands, messages and statuses, part 4
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
grep --color=always -c fish f gd/f | sort
echo "= $?"
fresh
grep --color=always -E 'a*' f | sort
echo "= $?"
fresh
GREP_COLORS='mt=01;32:fn=34' grep --color=always -H fish f
echo "= $?"
fresh
GREP_COLORS='sl=1:cx=2' grep --color=always -C1 red f
echo "= $?"
fresh
grep
echo "= $?"
fresh
grep -E
echo "= $?"
fresh
grep --foo x
echo "= $?"
fresh
grep -A x y
echo "= $?"
fresh
grep -A
echo "= $?"
fresh
grep -m x y
echo "= $?"
fresh
grep -d x y
echo "= $?"
fresh
grep -d skip x gd f
echo "= $?"
fresh
grep -D x y
echo "= $?"
fresh
grep --binary-files=x y | sort
echo "= $?"
fresh
grep '[' f
echo "= $?"
fresh
grep '[a' f
echo "= $?"
fresh
grep '\(' f
echo "= $?"
fresh
grep -E '(' f
echo "= $?"
fresh
grep -E ')' f
echo "= $?"
fresh
grep -E 'a{1' f
echo "= $?"
fresh
grep 'a\{1' f
echo "= $?"
fresh
grep 'a\' f
echo "= $?"
fresh
grep '\1' f
echo "= $?"
fresh
grep '[[:foo:]]' f
echo "= $?"
fresh
grep '[:alpha:]' f
echo "= $?"
