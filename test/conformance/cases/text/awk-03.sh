# awk: options, operands, messages and statuses, part 3
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
awk 'BEGIN{next}'
echo "= $?"
fresh
awk 'function f(){next} {f()}' f
echo "= $?"
fresh
awk 'BEGIN { while ((getline line < "f") > 0) n++; print n }'
echo "= $?"
fresh
awk 'BEGIN { "date +%Y" | getline y; print (y>2000) }'
echo "= $?"
fresh
awk 'BEGIN{print close("x"), close("nofile")}'
echo "= $?"
fresh
awk 'BEGIN{print "b\na" | "sort"; close("sort"); print "done"}'
echo "= $?"
fresh
awk 'BEGIN{print "b\na" | "sort"; print "first"}'
echo "= $?"
fresh
awk 'BEGIN{print "x" | "cat; exit 3"; print close("cat; exit 3")}'
echo "= $?"
fresh
awk 'BEGIN{"exit 4" | getline; print close("exit 4")}'
echo "= $?"
fresh
awk 'BEGIN{printf "x" > "/dev/stderr"; print "y" > "/dev/stdout"; print "z" > "-"}'
echo "= $?"
fresh
awk 'BEGIN{srand(1); print rand(), rand(), rand(); print srand(2), srand(); srand(42); print rand()}'
echo "= $?"
fresh
awk 'BEGIN{srand(10); for(i=0;i<5;i++) printf "%d ", rand()*100; print ""}'
echo "= $?"
fresh
awk 'BEGIN{print atan2(1,1), sin(1), cos(1), exp(1), sqrt(2), int(-3.7), log(10), int("3abc"), int("")}'
echo "= $?"
fresh
awk 'BEGIN{print sprintf("%s-%s",1,2) sprintf("x")}'
echo "= $?"
fresh
awk 'BEGIN{print match("aaa",/b/),RSTART,RLENGTH; print match("xaab",/a+/), RSTART, RLENGTH, match("foo",//), RLENGTH, match("abc",/$/), RLENGTH}'
echo "= $?"
fresh
awk 'BEGIN{print match("foobarbar","(bar)+"), RLENGTH, match("abcd",/b|bc|bcd/), RLENGTH}'
echo "= $?"
fresh
awk 'BEGIN{s="aaa"; print gsub(/a/,"b&\\&",s), s}'
echo "= $?"
fresh
awk 'BEGIN{s="a.b.c"; gsub("\\.","\\\\.",s); print s; t="x"; gsub("x","\\\\&",t); print t; gsub(/x/,"a\\b",t); print t}'
echo "= $?"
fresh
awk 'BEGIN{s="abc"; gsub(//,"-",s); print s; s="abc"; gsub(/x*/,"-",s); print s; s="aaa"; gsub(/a*/,"X",s); print s; s="baaac"; gsub(/a*/,"X",s); print s}'
echo "= $?"
fresh
awk 'BEGIN{s="hello"; print sub(/l+/,"[&]",s), s; print gsub(/z/,"y",s), s; $0="a b a"; print gsub(/a/,"x"), $0, $1, NF; print sub("b","y z"), NF}'
echo "= $?"
fresh
awk 'BEGIN{s="abcabc"; gsub("^a","X",s); print s; gsub(/c$/,"Z",s); print s; gsub("b","&&",s); print s}'
echo "= $?"
fresh
awk '{gsub(/o/,"0",$1); print; print $1}' f
echo "= $?"
fresh
awk 'BEGIN{a["x"]="foo"; sub(/o/,"0",a["x"]); print a["x"]; print sub(/q/,"z",a["new"]), length(a)}'
echo "= $?"
fresh
awk 'BEGIN { print ARGC, ARGV[0], ARGV[1], ENVIRON["HOME"] }' x
echo "= $?"
fresh
awk -v 'x=a\tb' 'BEGIN{print x}'
echo "= $?"
