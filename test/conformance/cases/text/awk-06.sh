# awk: options, operands, messages and statuses, part 6
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
awk 'END{exit 5; print "no"}' f
echo "= $?"
fresh
awk 'BEGIN{getline; print $0; getline x; print x, NR}'
echo "= $?"
fresh
awk 'BEGIN{while(getline<"f")n=n $1; print n, NR}'
echo "= $?"
fresh
awk '{while((getline l)>0) last=l} END{print last, NR}' f
echo "= $?"
fresh
awk 'NR==1{getline; print; getline x; print x, NR, FNR} END{print NR}' f
echo "= $?"
fresh
awk 'BEGIN { "pwd" | getline d; close("pwd"); print (d!="") }'
echo "= $?"
fresh
awk 'BEGIN{print toupper(x) length(x)}'
echo "= $?"
fresh
awk 'function g(n){return n<=1?1:n*g(n-1)} BEGIN{print g(10), g(20)}'
echo "= $?"
fresh
awk 'function f(a,i){a[i]=i; return i} BEGIN{f(z,3); for(k in z)print k}'
echo "= $?"
fresh
awk 'function f(x){x[1]=1} BEGIN{y=1;f(y)}'
echo "= $?"
fresh
awk 'function f(x){x=1} BEGIN{y[1];f(y)}'
echo "= $?"
fresh
awk 'BEGIN{f(y)} function f(x){x[1]=1;g(x)} function g(q){for(k in q)print k}'
echo "= $?"
fresh
awk 'function f (x){print x} BEGIN{f(1); f (2)}'
echo "= $?"
fresh
awk 'BEGIN { print length("héé") }'
echo "= $?"
fresh
awk 'BEGIN{print strftime("%Y-%m-%d %H:%M:%S %j %a %b",86400*365), mktime("2020 01 01 00 00 00"), mktime("x"), (systime()>5)}'
echo "= $?"
fresh
awk 'BEGIN{print strftime("%c|%D|%T|%e|%I|%p|%y|%U|%w|%u|%%|%n|%Z", 1600000000)}'
echo "= $?"
fresh
awk 'BEGIN{print fflush(), fflush("x")}'
echo "= $?"
fresh
awk 'BEGIN{nextfile}'
echo "= $?"
fresh
awk 'FNR==2{nextfile}{print FILENAME, FNR, NR}' f pats
echo "= $?"
fresh
awk 'BEGIN{delete x[1]; print length(x); x[1];x[2]; delete x[1]; print length(x), (2 in x)}'
echo "= $?"
fresh
awk 'BEGIN{getline line < "-"; print line}' < f
echo "= $?"
fresh
awk 'BEGIN{while((getline line < "/dev/stdin")>0) n++; print n}' < f
echo "= $?"
fresh
awk 'BEGIN{regex="^a.c$"; print ("abc" ~ regex), "abc" ~ "b", "a.c" ~ "a\\.c", "abc" ~ /a\.c/}'
echo "= $?"
fresh
awk 'BEGIN{print "a\\b" ~ /\\/, "a/b" ~ /\//, "a/b" ~ "/", "tab\t" ~ /\t/}'
echo "= $?"
fresh
awk 'BEGIN{print "a^b" ~ /a^b/, "a$b" ~ /a$b/, "ab" ~ /(^a)b/, "b" ~ /a*^b/, "a{2}" ~ /a{2}/, "aa" ~ /^a{2}$/}'
echo "= $?"
