# awk: options, operands, messages and statuses, part 7
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
awk 'BEGIN{print "x" ~ /*x/}'
echo "= $?"
fresh
awk 'BEGIN{print "x" ~ /(/}'
echo "= $?"
fresh
awk 'BEGIN{print "x" ~ /)/, ")" ~ /)/}'
echo "= $?"
fresh
awk 'BEGIN{print "x" ~ /[/}'
echo "= $?"
fresh
awk 'BEGIN{print "x" ~ "["}'
echo "= $?"
fresh
awk 'BEGIN{print "x" ~ "("}'
echo "= $?"
fresh
awk 'BEGIN{x="("; print "x" ~ x}'
echo "= $?"
fresh
awk '{x="["; print $0 ~ x}' f
echo "= $?"
fresh
awk 'BEGIN{print "x" ~ /a||b/}'
echo "= $?"
fresh
awk 'BEGIN{print "x" ~ /()/}'
echo "= $?"
fresh
awk 'BEGIN{print "x" ~ /a|/}'
echo "= $?"
fresh
awk 'BEGIN{print "x" ~ /|a/}'
echo "= $?"
fresh
awk 'BEGIN{print "x" ~ /+a/}'
echo "= $?"
fresh
awk 'BEGIN{print "" ~ /^$/, "a" ~ //, "a+b" ~ /a\+b/, "\\" ~ /\\/, "a.b"~/a\.b/, "yx" ~ /\y/, "q" ~ /\q/, "a b" ~ /a\sb/, "b" ~ /\bb/, "w" ~ /\w/}'
echo "= $?"
fresh
awk 'BEGIN{print "a]b" ~ /[]]/, "a-b" ~ /[a\-z]b/, "\\" ~ /[\\]/, "/" ~ /[/]/, "]" ~ /[\]]/, "^" ~ /[\^]/, "n" ~ /[\n]/, "z" ~ /[a-z]/, "-" ~ /[a-]/, "b" ~ /[^a]/}'
echo "= $?"
fresh
awk 'BEGIN{print "é" ~ /^..$/, "é" ~ /[[:alpha:]]/, "a\nb" ~ /a.b/, "a\nb" ~ /^b/, "AB" ~ /[[:upper:]]+/}'
echo "= $?"
fresh
awk 'BEGIN{print "x" ~ /[[:foo:]]/}'
echo "= $?"
fresh
awk 'BEGIN{print "ab" ~ "a" "b", "a+" ~ "a\+", "a+" ~ "a\\+", "\"" ~ /\"/, "a" ~ "\141", "a" ~ /\141/}'
echo "= $?"
fresh
awk 'BEGIN{print "a{,2}" ~ /a{,2}/, "a{" ~ /a{/, "}" ~ /}/, "a?b" ~ /a\?b/, "ab" ~ /a??b/, "ab"~/a**b/, "ab"~/a+?b/ }'
echo "= $?"
fresh
awk 'BEGIN{print "a\
b"}'
echo "= $?"
fresh
awk 'BEGIN{print "unterminated}'
echo "= $?"
fresh
awk 'BEGIN{print /unterminated}'
echo "= $?"
fresh
awk 'BEGIN{x = 1 y = 2}'
echo "= $?"
fresh
awk 'BEGIN{if (1) else print 2}'
echo "= $?"
fresh
awk 'BEGIN{print 1;;print 2;}'
echo "= $?"
