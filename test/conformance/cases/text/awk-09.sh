# awk: options, operands, messages and statuses, part 9
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
awk 'BEGIN{RS="";FS=":"}{for(i=1;i<=NF;i++)printf "<%s>",$i; print NF}' para2
echo "= $?"
fresh
awk 'BEGIN{RS="";FS="\n"}{print $1 "|" $2}' para
echo "= $?"
fresh
awk 'BEGIN{RS="";FS="b"}{print $1 "|" $2 "|" NF}' para
echo "= $?"
fresh
printf 'a1b22c\n' | awk 'BEGIN{RS="[0-9]+"}{print NR": "$0 "|"}'
echo "= $?"
fresh
printf 'a;b;c;' | awk 'BEGIN{RS=";"}{print NR": "$0}'
echo "= $?"
fresh
printf 'a;b;c;\n' | awk 'BEGIN{RS=";"}{print NR": "$0}'
echo "= $?"
fresh
printf 'aXbXc' | awk -v RS=X '{print}'
echo "= $?"
fresh
printf 'a|b|c' | awk -v 'RS=|' '{print}'
echo "= $?"
fresh
printf 'a.b.c' | awk -v 'RS=.' '{print}'
echo "= $?"
fresh
printf 'a||b\n' | awk -F'|' '{print NF, $3}'
echo "= $?"
fresh
printf 'a.b\n' | awk -F. '{print $2}'
echo "= $?"
fresh
printf 'a, b,c\n' | awk -F', *' '{print $2 $3}'
echo "= $?"
fresh
printf ' a  b \n' | awk -F'[ ]' '{print NF}'
echo "= $?"
fresh
printf ' a  b \n' | awk -F'  *' '{print NF, $2}'
echo "= $?"
fresh
printf 'abc\n' | awk 'BEGIN{FS=""}{print NF,$2}'
echo "= $?"
fresh
printf 'a\tb c\n' | awk -F'\t' '{print $2}'
echo "= $?"
fresh
printf 'a:b c\nd:e\n' | awk '{FS=":"; print $1}'
echo "= $?"
fresh
printf 'a\vb\fc\rd\n' | awk '{print NF}'
echo "= $?"
fresh
printf 'a\\b\n' | awk -F'\\' '{print $2}'
echo "= $?"
fresh
printf '\n' | awk '{print NF}'
echo "= $?"
fresh
printf '  \n' | awk '{print NF, length}'
echo "= $?"
fresh
printf '1 2\n' | awk '{$2=""; print; print NF; $4=5; print}'
echo "= $?"
fresh
printf '10 9\n' | awk '{print ($1>$2), ($1>"9"), ($1"">$2"")}'
echo "= $?"
fresh
printf '1e2 100 0x10 16 +5 5. .\n' | awk '{print $1==$2, $3==$4, $5==5, $6==5, $7==0, $3+0}'
echo "= $?"
fresh
printf ' 5 \n' | awk -F: '{print $1==5, $1=="5"}'
echo "= $?"
