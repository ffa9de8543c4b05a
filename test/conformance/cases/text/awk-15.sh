# awk: options, operands, messages and statuses, part 15
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
awk 'BEGIN { print (1,2) in a }'
echo "= $?"
fresh
awk 'BEGIN { if ((1,2) in a) print 1; else print 0 }'
echo "= $?"
fresh
awk 'BEGIN { a = 1; b = a++ + a++; print a, b; print a++ a++ }'
echo "= $?"
fresh
awk 'BEGIN { print 1,2,3; print(1)(2)+3 }'
echo "= $?"
fresh
awk 'BEGIN { print -1 " " -1 }'
echo "= $?"
fresh
awk 'BEGIN { print 2 " " 3 * 4; print 1 + 2 " " 3 }'
echo "= $?"
fresh
awk 'BEGIN { a["x"]; if ("x" in a) print "yes"; if (!("y" in a)) print "no"; print length(a) }'
echo "= $?"
fresh
awk 'BEGIN { print "a" > "out1"; close("out1"); while ((getline l < "out1") > 0) print "got " l }'
echo "= $?"
fresh
awk '{ print | "sort -r" }' f
echo "= $?"
fresh
awk '{ print $1 | "sort" } END { close("sort"); print "done" }' f
echo "= $?"
fresh
awk 'BEGIN { print toupper(substr("abc", 2, 1)) tolower("X") }'
echo "= $?"
fresh
awk 'BEGIN { printf "%-10s|%10s|\n", "left", "right" }'
echo "= $?"
fresh
awk 'BEGIN { printf "%5.2f%%\n", 45.678 }'
echo "= $?"
fresh
awk 'BEGIN { x["a"] = 1; for (i in x) delete x[i]; print length(x) }'
echo "= $?"
fresh
awk '{ $2 = $2 + 1 } 1' f
echo "= $?"
fresh
awk 'BEGIN { getline l; print "got " l; while ((getline l) > 0) n++; print n, NR }' f
echo "= $?"
fresh
awk '{ n = split($0, c, ""); for (i = n; i > 0; i--) printf "%s", c[i]; print "" }' f
echo "= $?"
fresh
awk 'BEGIN { RS = "\n\n" } { print NR ": " $0 }' para
echo "= $?"
fresh
awk 'BEGIN { ORS = "--"; OFS = "+" } { print $1, $2 }' f
echo "= $?"
fresh
awk -F'[:,]' '{ print $2 }' para2
echo "= $?"
fresh
awk 'BEGIN { FS = "," } { print $1 }' f
echo "= $?"
fresh
awk '{ FS = "i" } { print $1 }' f
echo "= $?"
fresh
awk 'BEGIN { printf "%d items\n", "3 apples" }'
echo "= $?"
fresh
awk 'BEGIN { print 1e3 == 1000, "1e3" == 1000, 0.1 + 0.2 == 0.3 }'
echo "= $?"
fresh
awk 'BEGIN { print 100000 * 100000, 2147483647 + 1, 999999999999 }'
echo "= $?"
