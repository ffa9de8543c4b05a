# awk: options, operands, messages and statuses, part 12
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
printf 'BEGIN{\nf(1)\n}\n' > e.awk; awk -f e.awk
echo "= $?"
fresh
awk -v foo 'BEGIN{}'
echo "= $?"
fresh
awk -v 1x=2 'BEGIN{}'
echo "= $?"
fresh
awk -F
echo "= $?"
fresh
awk -f
echo "= $?"
fresh
awk -v
echo "= $?"
fresh
awk
echo "= $?"
fresh
awk -W foo 'BEGIN{print 1}'
echo "= $?"
fresh
awk -W version
echo "= $?"
fresh
awk -W usage
echo "= $?"
fresh
awk --version
echo "= $?"
fresh
awk -z
echo "= $?"
fresh
awk -f nofile
echo "= $?"
fresh
awk -- 'BEGIN{print ARGV[1]}' -x
echo "= $?"
fresh
awk 'BEGIN{print ARGV[1]}' -x -v
echo "= $?"
fresh
printf 'BEGIN{print 1}' > e1.awk; printf 'END{print NR}' > e2.awk; awk -f e1.awk -f e2.awk < f
echo "= $?"
fresh
printf 'function f(x) { return x*2 }\n# c\n{ print f($1) ; }\n\n\n' > e3.awk; echo 4 | awk -f e3.awk
echo "= $?"
fresh
awk 'BEGIN { if (1) { print 1 }'
echo "= $?"
fresh
awk 'BEGIN { print (1 }'
echo "= $?"
fresh
awk 'BEGIN { print 1) }'
echo "= $?"
fresh
awk 'BEGIN { x[1 = 2 }'
echo "= $?"
fresh
awk 'BEGIN { getline < }'
echo "= $?"
fresh
awk 'BEGIN { for (i=0;i<3;i++ print i }'
echo "= $?"
fresh
awk 'BEGIN { while }'
echo "= $?"
fresh
awk 'BEGIN { print 1,, 2 }'
echo "= $?"
