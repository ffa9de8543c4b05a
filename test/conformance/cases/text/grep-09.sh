# grep: options, operands, messages and statuses, part 9
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
grep -15 red f
echo "= $?"
fresh
grep -n2 red f
echo "= $?"
fresh
grep -c -e one -e two -- f
echo "= $?"
fresh
grep one f -c
echo "= $?"
fresh
POSIXLY_CORRECT=1 grep one f -c
echo "= $?"
fresh
grep -E "[0-9]{2}" f
echo "= $?"
fresh
grep -P '[0-9]{2}' f
echo "= $?"
fresh
grep -P 'a++' f
echo "= $?"
fresh
grep -P '(?>a)' f
echo "= $?"
fresh
grep -oP '"\K[^"]+(?=")' <<< 'x "y z" w'
echo "= $?"
fresh
grep -oP '\S+$' f
echo "= $?"
fresh
grep -P '^\s*$' f
echo "= $?"
fresh
grep -P '\t' f
echo "= $?"
fresh
grep -P 'f(?:i|o)sh' f
echo "= $?"
fresh
grep --color=foo a f | sort
echo "= $?"
fresh
grep --colour=never one f | sort
echo "= $?"
fresh
grep -L nothing f
echo "= $?"
fresh
grep -lv fish f gd/f
echo "= $?"
fresh
grep -cv fish f
echo "= $?"
fresh
grep --max-count=1 fish f gd/f
echo "= $?"
fresh
grep -A1 fish f gd/f
echo "= $?"
fresh
(grep -m1 fish; cat) < f
echo "= $?"
fresh
(grep -q fish; cat) < f
echo "= $?"
