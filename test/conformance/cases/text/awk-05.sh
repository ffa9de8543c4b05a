# awk: options, operands, messages and statuses, part 5
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
awk '{$0="a b c"; print $2, NF}' pats
echo "= $?"
fresh
awk 'BEGIN{$0="x y"; print $1; $5="z"; print; NF=2; print; print NF}'
echo "= $?"
fresh
awk 'BEGIN{$3="c"; print NF, $0}'
echo "= $?"
fresh
awk '{print $(NF-1)}' pats
echo "= $?"
fresh
awk '{print $-1}' f
echo "= $?"
fresh
awk '{print $(-1)}' f
echo "= $?"
fresh
awk 'BEGIN{OFS="-"; $0="a b c"; $1=$1; print; print $0; NF=NF; print; $2=""; print; print NF}'
echo "= $?"
fresh
awk 'BEGIN{print -"3x", +"4", - -3}'
echo "= $?"
fresh
awk 'BEGIN{print 1e-320}'
echo "= $?"
fresh
awk 'BEGIN{print 1e400}'
echo "= $?"
fresh
awk '$1=="one",$1=="red"' f
echo "= $?"
fresh
awk 'NR==2,NR==3{print NR}' f
echo "= $?"
fresh
awk '/one/,/one/' f
echo "= $?"
fresh
awk '/two/,/nomatch/{print NR}' f
echo "= $?"
fresh
awk '/one/||/two/' f
echo "= $?"
fresh
awk '!/fish/' f
echo "= $?"
fresh
awk '/fish/ && !/red/ {print $1}' f
echo "= $?"
fresh
awk 'END{print $0}' f
echo "= $?"
fresh
awk 'NR==1{next} {print; exit} END{print "e"}' f
echo "= $?"
fresh
awk 'BEGIN{exit 3} END{print "e"}'
echo "= $?"
fresh
awk 'BEGIN{exit} END{print "e"}'
echo "= $?"
fresh
awk 'BEGIN{exit 1} END{exit}'
echo "= $?"
fresh
awk '{exit 4} END{exit}' f
echo "= $?"
fresh
awk 'BEGIN{exit -1}'
echo "= $?"
fresh
awk 'BEGIN{exit 257}'
echo "= $?"
