# awk: options, operands, messages and statuses, part 10
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
echo 5.0 | awk '{x=$1; print x==5, x=="5", x; x+=0; print x}'
echo "= $?"
fresh
awk -v x=5.0 'BEGIN{print x==5, x=="5"}'
echo "= $?"
fresh
awk 'BEGIN{print ARGV[1]==1}' 1.0
echo "= $?"
fresh
X=2.0 awk 'BEGIN{print ENVIRON["X"]==2}'
echo "= $?"
fresh
awk 'BEGIN{split("1.0 x",a); print a[1]==1; "echo 1.0"|getline x; print x==1; print y==0, y=="", !y, length(y)}'
echo "= $?"
fresh
awk 'BEGIN{if(x) print 1; if("0") print 2; if(0) print 3; if("") print 4}'
echo "= $?"
fresh
echo 0 | awk '{if($1) print "t"; else print "f"}'
echo "= $?"
fresh
echo "0 " | awk -F: '{if($1) print "t"; else print "f"}'
echo "= $?"
fresh
echo a | awk '{if($1) print "t"; if ($2) print "u"; if(!$2) print "n"}'
echo "= $?"
fresh
awk 'BEGIN{print -0, 0*-1, -0.0 "", 1e-5, 0.00001234, 123456.789, 1234567.89, 3.0, 1e6 "", 1e100}'
echo "= $?"
fresh
awk 'BEGIN{a[01]=1; a["1"]++; a[1.0]++; for(k in a) print k, a[k]; a[0.1+0.2]=1; for(k in a) print k}'
echo "= $?"
fresh
awk 'BEGIN{x[1]=1; f(x); print x[1]} function f(a){a[1]=2}'
echo "= $?"
fresh
awk 'BEGIN{print 5 % 3 * 2, 2 * 3 % 4, 2 ^ 3 ^ 2, 7 / 2, 1 2, 3-1 4}'
echo "= $?"
fresh
awk 'BEGIN{print 1 in a, !(1 in a)}'
echo "= $?"
fresh
awk 'BEGIN{getline x < "f"; getline y < "f"; close("f"); getline z < "f"; print x"|"y"|"z}'
echo "= $?"
fresh
awk '{ print > ("out_" $1) }' pats; cat out_fish out_two
echo "= $?"
fresh
awk 'BEGIN { print "x" >> "out1"; close("out1"); print "y" >> "out1" }'; cat out1
echo "= $?"
fresh
awk '{ print $1 > "out1"; print $1 >> "out2" }' f; cat out1 out2
echo "= $?"
fresh
awk 'BEGIN { system("echo sys"); print "after"; printf "no newline"; system("echo; echo sys2") }'
echo "= $?"
fresh
awk 'BEGIN { printf "a" | "cat"; close("cat"); printf "b\n" }'
echo "= $?"
fresh
awk 'END { print NR }' f nofile
echo "= $?"
fresh
awk '{print}' nofile f
echo "= $?"
fresh
awk '{print}' gd
echo "= $?"
fresh
awk '{print FILENAME; nextfile}' f x=1 pats
echo "= $?"
fresh
awk 'BEGIN{print FILENAME "|"} END{print FILENAME}' f
echo "= $?"
