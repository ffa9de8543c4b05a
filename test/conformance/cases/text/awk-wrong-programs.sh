# mawk: it goes on after the first mistakes, up to a point; what printf takes; what is not set yet
for p in 'BEGIN { next } BEGIN { nextfile; return }' 'BEGIN { break; continue; print 1 + }' '/(/ { print /*a/ } BEGIN { next }' 'BEGIN { print 1 }}' \
  '}' ';BEGIN { print 1 }' 'BEGIN { print 1 };;END { }' 'BEGIN { print 1 };' 'BEGIN { print length / 2 }' 'BEGIN { print length /a/ }' \
  'BEGIN { print /a\/ }' 'BEGIN { next } BEGIN { next } BEGIN { next } BEGIN { next } BEGIN { next } BEGIN { next }'; do
  echo "== $p"; awk "$p" < /dev/null
  echo $?
done
awk 'BEGIN { print RSTART, RLENGTH, length(RLENGTH), RLENGTH + 0 }'
for f in %hhd %lld %lf %ls %hs; do awk "BEGIN { printf \"$f\\n\", 1 }"; done
awk 'BEGIN { printf "%hd %ld %hx\n", 70000, 70000, 70000 }'
TZ=Asia/Tokyo awk 'BEGIN { print strftime("%H %Z", 0), strftime("%H", 0, 1), mktime("1970 01 01 09 00 00") }'
