# grep -P: flags within a pattern, references, repeated look-arounds, classes
printf 'aaa\nabab\nfoo.bar\nFOO bar\nab\nAB\nfoo bar foo\nthree\nword_word-word\n' > r
printf 'h\303\251llo\n\001 byte \377\n' > u
while read -r o p; do echo "== $o $p"; grep $o -P -- "$p" r; done <<'X'
-n (?i)ab
-n a(?i)b
-n (?i:A)b
-o (?i:FOO) bar
-o (?i)F(?-i)oo
-i (?-i)AB
-n (?i:[a-c])B
-n (?x) f o o \. # comment
-n f(?x: o  o )\.
-c (?=a)+
-c (?<!a)*o
-o [[:^alnum:]]
-n (a)\g{-1}
-n \g{-1}
-n (a)\2
-n \k<x>
-n (a)(b)\g{-2}
-n \x{61}\142
-o (?P<c>\w)(?P=c)
-n a\Eb
-n [a-\d]
-n a{2,1}
-n [b-a]
-o (?<=foo)[. ]\w+
-o foo\K.*
-n ^(?!.*a)
-n ^(?=.*o)(?=.*b)
-n a++b
-n (?>a+)b
X
grep -P '[^\x00-\x7F]' u; grep -P '\cA' u; grep -cP '.' u; grep -oP '\X' u | wc -l
