# awk: options, operands, messages and statuses, part 2
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
awk 'BEGIN{printf "%i %d %d\n", "0x1f", 1e10, "12abc"}'
echo "= $?"
fresh
awk 'BEGIN{printf "%s %s %s\n", 1e20, 0.1+0.2, 1e-5}'
echo "= $?"
fresh
awk 'BEGIN{printf "%c%c%c", 256, 300, "65"}' | od -c
echo "= $?"
fresh
awk 'BEGIN{printf("%s %s\n","a","b")}'
echo "= $?"
fresh
awk 'BEGIN{printf "%s %s\n","a","b" > "/dev/stdout"}'
echo "= $?"
fresh
awk 'BEGIN{printf "hello\n"; printf "a%%b\n"; printf "%s"; }'
echo "= $?"
fresh
awk 'BEGIN{print length() length; print length(12345), length(1/3), length "x"}'
echo "= $?"
fresh
awk 'BEGIN{print index("abc",""), index("foobar","ob"), index("x","y")}'
echo "= $?"
fresh
awk 'BEGIN{print split("",a), split("a b",a), split(" a  b ",a), split("abc",a,""), a[2]}'
echo "= $?"
fresh
awk 'BEGIN{print split("a:b:c",a,":"), a[3]; print split("a1b2c",b,/[0-9]/),b[2]; print split("a.b",c,"."), c[2]; print split("aXXb",d,"X+"), split(":a:",e,":"), e[1] "|" e[3]}'
echo "= $?"
fresh
awk 'BEGIN{print tolower("ABCé"), toupper("abcé")}'
echo "= $?"
fresh
awk 'BEGIN{print -3 % 2, 3 % -2, 2^3^2, -2^2, 2^-1}'
echo "= $?"
fresh
awk 'BEGIN{print 2**3}'
echo "= $?"
fresh
awk 'BEGIN{x="3x"; print x+0, "0x1A"+0, "1e3"+0, ".5."+0, "+5"+0, "inf"+0, "-inf"+0, "1e"+0, "e5"+0, " 12 "+0, "0x"+0}'
echo "= $?"
fresh
awk 'BEGIN{print 1==1.0, "1"==1, "a"<"b", 10<9, "10"<"9", 10<"9", "abc"<1}'
echo "= $?"
fresh
awk 'BEGIN{print 1/0, -1/0, 1%0}'
echo "= $?"
fresh
awk 'BEGIN{print "a" > "/nonexistent/x"}'
echo "= $?"
fresh
awk 'BEGIN{print length(x); x[1]}'
echo "= $?"
fresh
awk 'BEGIN{x=1; x[1]=2}'
echo "= $?"
fresh
awk 'BEGIN{x[1]=2; print x}'
echo "= $?"
fresh
awk 'function f(a){a[1]=1} BEGIN{f(x); print length(x)}'
echo "= $?"
fresh
awk 'function f(){return} BEGIN{print f() "x"}'
echo "= $?"
fresh
awk 'BEGIN{f()}'
echo "= $?"
fresh
awk 'function f(x){x=1} BEGIN{f(1,2)}'
echo "= $?"
fresh
awk 'BEGIN{return}'
echo "= $?"
