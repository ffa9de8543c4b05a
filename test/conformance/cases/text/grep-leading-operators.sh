# grep: operators at the beginning of an expression, anchors that are repeated, several warnings; separators between files; colours
printf 'aaa\nabab\nfoo.bar\n(paren)\na*b\n^caret\nend$\nab\n' > r
printf 'one\ntwo\nthree\n' > l
for e in '**a' '+*a' '*|*a|+' '^*a' '$*a' 'a$*' 'a^*' 'a\b?' '\B{2}a' '{2}a' 'a\<{2}' '{a}' '{1' '{2,1}a' '^{2,1}a' 'a|{1,2}b' '()*a'; do
  echo "== $e"; grep -nE -- "$e" r 2>&1
done
grep -E -e '*a' -e '*b' -c r
grep '*a\|^*c' r
grep -A1 -e three -e aaa l r
grep -C1 '^' l r
GREP_COLORS='mt=01;32:ne' grep --color=always a l r
GREP_COLORS='sl=1:cx=2:se=36:rv' grep --color=always -nv -C1 o l
GREP_COLORS='sl=1:cx=2' grep --color=always -n -C1 two l
printf 'h\303\251llo\nbad \377 byte\n' > u
LC_ALL=C grep -c 'é' u
grep -oP '.' u | wc -l
grep -P 'a{2,1}' r; grep -P '[b-a]' r
