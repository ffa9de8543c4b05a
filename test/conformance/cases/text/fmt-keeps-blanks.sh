# fmt: blanks between words stay as they are, as tabs where the file has some
printf 'a  b   c\td e\n' | fmt | od -c; printf 'a  b   c\td e\n' | fmt -u | od -c
printf 'one\ttwo\n\tthree four\n\tfive  six\n' | fmt -w 20 | od -c
printf 'fig\t12 x\tyy\n' | fmt -w 12 | cat -A
printf 'Hello.  World. Foo\n bar.\n' | fmt; printf '  a b\n c d\n  e\n' | fmt -t; printf '  a b\n c d\n  e\n' | fmt -c
printf 'h\303\251llo w\303\266rld\n\tx\377\ty z\n' | fmt -w 14 | od -c
fmt -w 20 -30 /dev/null; fmt -w x /dev/null
