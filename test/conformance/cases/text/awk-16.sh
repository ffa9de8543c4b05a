# awk: options, operands, messages and statuses, part 16
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
awk 'BEGIN { print 3 / 2, int(3 / 2), 7 % 3, -7 % 3 }'
echo "= $?"
fresh
awk 'BEGIN { print substr("hello", 0), substr("hello", -1), substr("hello", 2, 0) "|" }'
echo "= $?"
fresh
awk 'BEGIN { s = "A"; s = s "B"; print s; print s s }'
echo "= $?"
fresh
awk '
# sum by key
{ sum[$2] += length($1) }
END {
  for (k in sum)
    if (sum[k] > 3)
      print k, sum[k]
}' f
echo "= $?"
