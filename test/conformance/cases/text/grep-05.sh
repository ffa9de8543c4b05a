# grep: options, operands, messages and statuses, part 5
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
grep -E '*a' f
echo "= $?"
fresh
grep -E 'a|*b' f
echo "= $?"
fresh
grep -E '+a' f
echo "= $?"
fresh
grep -E '?a' f
echo "= $?"
fresh
grep -E '{1}a' f
echo "= $?"
fresh
grep '*one' f
echo "= $?"
fresh
grep -E 'a**' f
echo "= $?"
fresh
grep '\(o\)\1' f
echo "= $?"
fresh
grep -E '(o)n.*\1' f
echo "= $?"
fresh
grep -e '\(o\)ne' -e '\(f\).*\1' f
echo "= $?"
fresh
grep -E '(.)\1' f
echo "= $?"
fresh
grep '' f
echo "= $?"
fresh
grep -w '' f
echo "= $?"
fresh
grep -x '' f
echo "= $?"
fresh
grep -c '' f
echo "= $?"
fresh
grep -c '^$' f
echo "= $?"
fresh
grep '^' f
echo "= $?"
fresh
grep '$' f
echo "= $?"
fresh
grep 'é' u
echo "= $?"
fresh
grep -i 'é' u
echo "= $?"
fresh
grep '^.$' u
echo "= $?"
fresh
LC_ALL=C grep '^..$' u
echo "= $?"
fresh
grep -o . u
echo "= $?"
fresh
LC_ALL=C grep -c . u
echo "= $?"
fresh
LC_ALL=C grep -ob x u
echo "= $?"
