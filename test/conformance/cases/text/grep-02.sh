# grep: options, operands, messages and statuses, part 2
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
grep -B1 two f
echo "= $?"
fresh
grep -C1 red f
echo "= $?"
fresh
grep -n -C1 a ctx
echo "= $?"
fresh
grep -n -A1 -m1 a ctx
echo "= $?"
fresh
grep -1 c ctx
echo "= $?"
fresh
grep -n -1 c ctx
echo "= $?"
fresh
grep -c1 c ctx
echo "= $?"
fresh
grep -A1 --group-separator=XX a ctx | sort
echo "= $?"
fresh
grep -A0 --no-group-separator a ctx | sort
echo "= $?"
fresh
grep -e one -e two f
echo "= $?"
fresh
grep -f pats f
echo "= $?"
fresh
grep -f /dev/null f
echo "= $?"
fresh
grep -vf /dev/null f
echo "= $?"
fresh
grep -E 'one|two' f
echo "= $?"
fresh
grep -E '^(one|two) f' f
echo "= $?"
fresh
grep 'one\|two' f
echo "= $?"
fresh
grep -F 'fish
two' f
echo "= $?"
fresh
grep -F . f
echo "= $?"
fresh
grep -Fx 'two fish' f
echo "= $?"
fresh
grep -Fw fish f
echo "= $?"
fresh
egrep 'one|two' f
echo "= $?"
fresh
fgrep two f
echo "= $?"
fresh
grep -P '\d+' f
echo "= $?"
fresh
grep -oP 'f\Kish' f
echo "= $?"
fresh
grep -oP '(?<=t)wo' f
echo "= $?"
