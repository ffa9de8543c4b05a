# awk: options, operands, messages and statuses, part 13
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
awk '{ print } END'
echo "= $?"
fresh
awk 'BEGIN { else }'
echo "= $?"
fresh
awk 'function f( { }'
echo "= $?"
fresh
awk 'BEGIN { delete }'
echo "= $?"
fresh
awk 'BEGIN { print substr("a") }'
echo "= $?"
fresh
awk 'BEGIN { print length(1,2) }'
echo "= $?"
fresh
awk 'BEGIN { print sin() }'
echo "= $?"
fresh
awk 'BEGIN { split("a b") }'
echo "= $?"
fresh
awk 'BEGIN { print split("a b", 5) }'
echo "= $?"
fresh
awk 'BEGIN { sub(/a/) }'
echo "= $?"
fresh
awk 'BEGIN { print index("a") }'
echo "= $?"
fresh
awk 'BEGIN { "a" = 1 }'
echo "= $?"
fresh
awk 'BEGIN { 1++ }'
echo "= $?"
fresh
awk 'BEGIN { print sub(/a/,"b","c") }'
echo "= $?"
fresh
awk 'BEGIN { x = y z = 3 }'
echo "= $?"
fresh
awk 'BEGIN { print a b = 3 }'
echo "= $?"
fresh
awk 'BEGIN { print 1 == 2 == 0, 1 < 2 < 3 }'
echo "= $?"
fresh
awk 'BEGIN { print !1 + 1, - 2 ^ 2, 2 ^ -1, !x++ , x}'
echo "= $?"
fresh
awk 'BEGIN{a="10"; b=9; print (a<b), (a+0<b)}'
echo "= $?"
fresh
awk 'BEGIN { $3 = "x"; print; print NF; $0 = "a b"; print $1; NF = 5; print; $7 = ""; print NF; print $0 }' | od -c | head
echo "= $?"
fresh
echo 'a b c' | awk '{ $1 = $1 } 1' OFS=:
echo "= $?"
fresh
echo 'a b c' | awk '{ NF = 2; print; print NF; $5 = "e"; print }' OFS=:
echo "= $?"
fresh
echo 'a:b:c' | awk -F: -v OFS=: '{ $2 = "x" } 1'
echo "= $?"
fresh
echo "x y" | awk '{ $0 = toupper($0); print $2; sub(/X/, "z"); print $1; $2 = "q"; print }'
echo "= $?"
fresh
awk 'function f(n) { if (n <= 0) return 0; return n + f(n-1) } BEGIN { print f(100) }'
echo "= $?"
