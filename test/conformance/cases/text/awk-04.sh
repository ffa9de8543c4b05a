# awk: options, operands, messages and statuses, part 4
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
awk 'BEGIN{print "\/\"\\\a\b\f\v\r\e\0x"}' | od -c
echo "= $?"
fresh
awk 'BEGIN{print "\q\z\52\x41\101\1018"}'
echo "= $?"
fresh
awk 'END{print NR, $0, NF}' f
echo "= $?"
fresh
awk -F: '{print $1}' para2
echo "= $?"
fresh
awk -F '\t' 'BEGIN{print "["FS"]"}'
echo "= $?"
fresh
awk -Ft 'BEGIN{print FS}'
echo "= $?"
fresh
awk -F ' ' 'BEGIN{print "["FS"]"}'
echo "= $?"
fresh
awk 'BEGIN{"echo 1 2" | getline; print $2, NR}'
echo "= $?"
fresh
awk 'BEGIN{print 1 " " -1; print 1 -1, 1 - 1, 2 -1 " " 3}'
echo "= $?"
fresh
awk 'BEGIN{x=5; print x++ + ++x, x--, -x, +x, !x, - -x}'
echo "= $?"
fresh
awk 'BEGIN{print !x ~ 0, !"a", !0, !"", !"0", !x++, x}'
echo "= $?"
fresh
awk 'BEGIN{x["a"]=1; print ("a" in x), "b" in x; print length(x); delete x; print length(x)}'
echo "= $?"
fresh
awk 'BEGIN{x[1,2]=3; for(k in x){split(k,p,SUBSEP); print p[1],p[2]}; if((1,2) in x) print "in"; SUBSEP=":"; x[3,4]; for(k in x) n++; print n; print ((3,4) in x), ("3:4" in x)}'
echo "= $?"
fresh
awk 'BEGIN{print 1>2 ? "outA":"outB"}'; cat outA outB
echo "= $?"
fresh
awk 'BEGIN{print (1>2) ? "a":"b"}'
echo "= $?"
fresh
awk 'BEGIN{print(1,2)(3)}'
echo "= $?"
fresh
awk 'BEGIN{print (1)(2); print(1,2); print (1,2) > "/dev/stdout"}'
echo "= $?"
fresh
awk 'BEGIN{a="x"; a=a a a; print a; a=b=3; print a b; a+=b-=1; print a,b; a^=2; print a; a%=7; print a; a*=2; a/=4; print a}'
echo "= $?"
fresh
awk 'BEGIN{print 010, 0x10, 1e3, 1.5.5, 1., .5}'
echo "= $?"
fresh
awk 'BEGIN{if(!(3 in a))print "no"; for(;;){if(++i>3)break; if(i==2)continue; print i}}'
echo "= $?"
fresh
awk 'BEGIN{do{print i++}while(i<3); while(j<2)print j++; print "end"}'
echo "= $?"
fresh
awk 'BEGIN{CONVFMT="%.2g"; x=3.14159; y=x ""; print y; OFMT="%.3g"; print x, 17, 1e10; a[x]; for(k in a) print k}'
echo "= $?"
fresh
awk '{$3="x"; print; print NF}' f
echo "= $?"
fresh
awk '{$7="x"; print NF; print}' pats
echo "= $?"
fresh
awk '{NF=1; print}' f
echo "= $?"
