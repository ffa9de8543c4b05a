# awk: options, operands, messages and statuses, part 11
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
awk '{print x}' x=1 pats x=2 pats
echo "= $?"
fresh
awk 'BEGIN{print x "|"}' x=1
echo "= $?"
fresh
awk 'END{print x}' x=1
echo "= $?"
fresh
awk 'BEGIN{ARGV[1]="pats"; ARGC=2} {print}' nofile
echo "= $?"
fresh
awk 'BEGIN{ARGV[1]=""} {print}' nofile pats
echo "= $?"
fresh
awk 'BEGIN{delete ARGV[1]} {print}' nofile pats
echo "= $?"
fresh
awk '{print}' - < pats
echo "= $?"
fresh
awk '{print}' FS=: para2
echo "= $?"
fresh
awk '{print $2}' FS=: para2
echo "= $?"
fresh
awk 'BEGIN{a["z"];a["b"];a["m"];a[10];a[9];a["x1"];a["x0"]; for(k in a) printf "%s ",k; print ""; for(i=1;i<=12;i++)b[i]; for(k in b) printf "%s ",k;print ""; for(i=12;i>=1;i--)c[i]; for(k in c) printf "%s ",k;print "";split("q w e r t y",d);for(k in d) printf "%s ",k;print "";  for(i=0;i<26;i++)e[sprintf("%c",97+i)]; for(k in e) printf "%s ",k;print ""; }'
echo "= $?"
fresh
awk '{for(i=1;i<=NF;i++)w[$i]++} END{for(k in w)print k,w[k]}' f
echo "= $?"
fresh
awk '{a[NR]=$0} END{for(i in a)print i, a[i]}' f
echo "= $?"
fresh
awk 'BEGIN{for(i=0;i<100;i++)a[i]=i; for(k in a) printf "%s ", k; print ""}'
echo "= $?"
fresh
awk 'BEGIN{for(i=0;i<100;i++)a["k" i]=i; for(k in a) printf "%s ", k; print ""}'
echo "= $?"
fresh
awk 'BEGIN{for(i=0;i<1000;i++)a["k" i]=i; for(k in a) printf "%s ", k; print ""}'
echo "= $?"
fresh
awk 'BEGIN{for(i=0;i<1000;i++)a[i]=i; for(k in a) printf "%s ", k; print ""}'
echo "= $?"
fresh
awk 'BEGIN{n=split("a b c d e f g h i j k l m n o p q r s t u v w x y z",a); for(k in a) printf "%s ", k; print ""; a["z"]=1; for(k in a) printf "%s ", k; print ""}'
echo "= $?"
fresh
awk 'BEGIN{for(i=0;i<50;i++)a[i%7 "," i]++; for(k in a) printf "%s ", k; print ""; for(i=0;i<50;i+=3) delete a[i%7 "," i]; for(k in a) printf "%s ", k; print ""}'
echo "= $?"
fresh
awk 'BEGIN{for(i=0;i<20;i++)a[i*i-5]++; a["x"]; a[3]++; a["4"]++; for(k in a) printf "%s ", k; print ""; a[-5]=1; a["11"]; for(k in a) printf "%s ", k; print ""}'
echo "= $?"
fresh
awk 'BEGIN{a[1];a[2];a["b"];a[3];a["a"];a[4]; for (k in a) {printf "%s ", k; if (k=="b") delete a[3]}; print length(a)}'
echo "= $?"
fresh
awk 'BEGIN{printf "%s %s %s\n", "a" > "/dev/stderr"}'
echo "= $?"
fresh
awk 'BEGIN{
x = "("
print "a" ~ x
}
END{
}'
echo "= $?"
fresh
printf 'BEGIN{\nprint )\n}\n' > e.awk; awk -f e.awk
echo "= $?"
fresh
printf 'BEGIN{\nprint "a" ~ "("\n}\n' > e.awk; awk -f e.awk
echo "= $?"
fresh
printf 'BEGIN{\nprint 1\n' > e.awk; awk -f e.awk
echo "= $?"
