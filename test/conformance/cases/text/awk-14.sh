# awk: options, operands, messages and statuses, part 14
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
awk 'function a(x) { x["k"] = 1 } function b(y) { a(y); return y["k"] } BEGIN { print b(z) }'
echo "= $?"
fresh
awk 'function fill(arr, n,   i) { for (i = 1; i <= n; i++) arr[i] = i * i } BEGIN { fill(sq, 5); s = 0; for (k in sq) s += sq[k]; print s }'
echo "= $?"
fresh
awk 'function r(s) { return length(s) <= 1 ? s : r(substr(s, 2)) substr(s, 1, 1) } BEGIN { print r("hello") }'
echo "= $?"
fresh
awk 'function loc(a,  b) { b["x"]=a; return b["x"] } BEGIN { print loc(1), loc(2) }'
echo "= $?"
fresh
awk 'function s(a, i, j,  t) { t=a[i]; a[i]=a[j]; a[j]=t } BEGIN { x[1]="p"; x[2]="q"; s(x,1,2); print x[1], x[2] }'
echo "= $?"
fresh
awk 'BEGIN { while (("echo a; echo b" | getline x) > 0) print x; print "x" "y" > "/dev/stderr" }'
echo "= $?"
fresh
awk 'BEGIN { "echo 3" | getline n; print n + 1; n["x"] }'
echo "= $?"
fresh
awk 'BEGIN { printf "%s\n", "a" "b" ; print "a" "b", "c" }'
echo "= $?"
fresh
awk 'BEGIN { print length() > 0 }'; cat 0; rm 0
echo "= $?"
fresh
awk 'NR==FNR{a[$1]=$2;next} $1 in a{print $1,a[$1]}' f pats
echo "= $?"
fresh
awk 'NR%2==0' f
echo "= $?"
fresh
awk 'NF' f
echo "= $?"
fresh
awk '{$1="";print}' f
echo "= $?"
fresh
awk '{print NR": "$0}' f
echo "= $?"
fresh
awk 'length>8' f
echo "= $?"
fresh
awk '{s+=length($1)} END{print s, s/NR}' f
echo "= $?"
fresh
awk 'BEGIN{OFS=","} {print $1,$2}' f
echo "= $?"
fresh
awk '{a[$2]=a[$2] " " $1} END{print a["fish"]}' f
echo "= $?"
fresh
awk '{print $1 > "/dev/stderr"}' pats
echo "= $?"
fresh
awk 'BEGIN{while(i<3){i++; if(i==2)continue; print i}}'
echo "= $?"
fresh
awk '1;{print "x"}' pats
echo "= $?"
fresh
awk 'BEGIN{print substr("hello",2)substr("x",1)}'
echo "= $?"
fresh
awk '/a/ ? /b/ : /f/' f
echo "= $?"
fresh
awk 'BEGIN { x = /a/; print x }'
echo "= $?"
fresh
awk '{ x = /fish/; print x }' f
echo "= $?"
