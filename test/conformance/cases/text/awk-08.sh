# awk: options, operands, messages and statuses, part 8
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
awk 'BEGIN{;}'
echo "= $?"
fresh
awk $'BEGIN {\nx = 1 +\n2\nprint x }'
echo "= $?"
fresh
awk $'BEGIN {\nx = 1 &&\n2\nprint x,\n 5\n if (x)\n print "y"\n else\n print "n"\n for (i=0;\n i<2;\n i++)\n print i }'
echo "= $?"
fresh
awk $'BEGIN { print 1 }\n# comment\nEND { print 2 }'
echo "= $?"
fresh
awk $'BEGIN { if (1) print "a"; else print "b" }'
echo "= $?"
fresh
awk $'BEGIN { if (1) print "a"\n else print "b" }'
echo "= $?"
fresh
awk $'BEGIN { if (0) {print "a"}\n else if (1) { print "c" } else print "b" }'
echo "= $?"
fresh
awk $'BEGIN { x = 1\\\n + 2; print x }'
echo "= $?"
fresh
awk 'BEGIN{a["x"]=1; a["x"]++; print a["x"]; print a}'
echo "= $?"
fresh
awk '@'
echo "= $?"
fresh
awk 'BEGIN{print `}'
echo "= $?"
fresh
awk '{print $1,}' f
echo "= $?"
fresh
awk 'BEGIN{print length(}'
echo "= $?"
fresh
awk 'foo(' f
echo "= $?"
fresh
awk 'BEGIN'
echo "= $?"
fresh
awk $'BEGIN\n{print 1}'
echo "= $?"
fresh
awk 'END'
echo "= $?"
fresh
awk 'function'
echo "= $?"
fresh
awk 'function f(a,a){}'
echo "= $?"
fresh
awk 'function f(f){}'
echo "= $?"
fresh
awk 'BEGIN{break}'
echo "= $?"
fresh
awk 'BEGIN{continue}'
echo "= $?"
fresh
awk 'function f(){} function f(){}'
echo "= $?"
fresh
awk -v 'RS=' '{print NR": "$1"-"$2"-"NF}' ctx
echo "= $?"
fresh
awk 'BEGIN{RS=""}{print NR": "$1"-"$2"-"$3"-"NF; print "["$0"]"}' para
echo "= $?"
