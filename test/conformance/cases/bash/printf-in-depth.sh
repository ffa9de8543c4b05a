{
printf '%s\n' a b c; printf '%s %s\n' a b c; printf '%d %i %u\n' 1 -2 3; printf '%o %x %X %#o %#x %#X\n' 8 255 255 8 255 255; printf '%c%c\n' abc de; printf '%5s|%-5s|%05d|%+d|% d\n' a b 3 4 5
printf '%.2s|%.*s|%*s|%-*s|\n' abc 2 abc 5 x 5 y; printf '%*s|\n' -5 z; printf '%b\n' 'a\tb\n' 'x\cy' z; printf '%q %q %q\n' 'a b' "it's" $'a\n'; printf '%q\n' ''; printf '%Q\n' 'a b'; printf '%.3q|%.3Q\n' 'a b c d' 'a b c d'
printf '%e %f %g %E %G %.1f %10.3f|\n' 1.5 2.5 0.0001 1e10 1e20 0.05 3.14159; printf '%a\n' 1; printf '%d\n' "'a" '"b' "'é"; printf '%d\n' 0x1f 010 1e3 abc 12abc ''; echo $?
printf '%s' ; printf '\n'; printf; echo $?; printf -v; echo $?; printf -v x; echo $?; printf -v x '%s-%s' a b; echo $x; printf -v 'a[2]' %s z; declare -p a; printf -v 1x a; echo $?; printf -v 'm[a b]' q; declare -p m; declare -A m2; printf -v 'm2[a b]' q; declare -p m2
printf -- '%s\n' -x; printf -x; echo $?; printf '%z\n' 1; echo $?; printf '%\n'; echo $?; printf 'abc%'; echo $?; printf '%5'; echo $?; printf '%l d\n' 5; echo $?; printf '%ld %lld %hd %jd %zd %td\n' 1 2 3 4 5 6; printf '%Lf\n' 1.5
printf '\x41\101\u00e9\U0001F600\e[m\a\b\f\v\\\"\n' | od -c | head -3; printf '\x\n'; printf '\u\n'; printf '\q\n'; printf 'a\0b' | od -c; printf '%b' 'a\0b\0101\x41\u41' | od -c; printf '\1\12\101\1012\n' | od -c; printf '%b\n' '\1' '\01' '\00101'| od -c
printf '%(%Y)T\n' 0; printf '%(%H:%M:%S)T\n' 3661; printf '%(%s)T %(%s)T\n' 5 6; printf '%(%F)T|\n' 86400; printf '%()T\n' 0; printf '%20(%F)T|\n' 0; printf '%(abc\n' 0; echo $?;  printf '%(%%)T\n' 0
printf '%d %s\n' 1; printf '%d\n'; printf '%s|%d|%f\n'; printf '%s\n' ''; printf 'x\n' a b c; printf '%d %d\n' 1 2 3; printf '%%|%5%|\n'; printf '%-05d|%+ d|%+5d|%-+5d|\n' 3 4 5 6; printf '%#5x|%#05x|%-#5x|\n' 10 10 10
printf '%d\n' 9223372036854775807 9223372036854775808 -9223372036854775809; echo $?; printf '%u\n' -1 18446744073709551616; echo $?; printf '%x\n' -1; printf '%d\n' +5 ' 5' '5 ' 0x 08 1_0; printf '%i\n' 0b1
printf '%f\n' abc 1.5x inf nan -inf 1e400 0x1p3; echo $?; printf '%.0f %.0f %.0f\n' 0.5 1.5 2.5; printf '%g\n' 100000 1000000 1e-5; printf '%5.1e|%-10g|%+f\n' 12345 1.5 2; printf '%s\n' %d '\n'; printf '%b\n' %d '\\n' '\x4g'
printf '%.5d|%.0d|%5.3d|%-8.3d|\n' 42 0 7 7; printf '%c|\n' '' 'é' $'\n'; printf '%3c|%-3c|\n' a b; printf '%.1c|\n' abc; printf '%.10s|%10.2s|\n' abc abc; printf '%s %s %s\n' "$(echo a)" `echo b` $((1+1)); printf "%s\n" "${z[@]}"
printf '%2$s %1$s\n' a b; echo $?; printf '%n' x; echo $?; printf '%s\n' > /dev/full; echo $?; printf a >&-; echo $?; printf '%*d\n' x 5; echo $?; printf '%.*d\n' -1 5; printf '%*.*f|\n' 8 2 3.14159
printf '%q ' '~' 'a=b' '#c' 'a#b' '{a,b}' 'a*' '[x]' '$x' '`' '"' '\' 'é' $'\e' $'a\tb' '!' '^' 'a:b' '@' '%' ',' '<>' '-n' 'a~' '=x' ; echo; printf '%d\n' "'" "''" ; printf '%s\n' "${x@Q}"
printf 'abc%n%sde%n\n' v1 xx v2; echo $v1 $v2; printf 'a%n\n' v1 v2 v3; echo $v1 $v2 $v3; printf '%n' ''; echo $?; printf 'é%n\n' v; echo $v; printf 'x%ny\n' 1a; echo $?; printf -v w 'abc%n' v; echo $w $v; printf '%5n|\n' v; echo $v
printf '%(abc)X|%s\n' 1 2; echo $?; printf '%(abc' ; echo $?; printf 'x%(%Y)dz\n' 5; echo $?; printf '%(a(b)c)T\n' 0
printf '\xg\x1\n' | od -c; printf '%b' '\x\n' '\uz\n' ; echo $?; printf 'a\u\n' b; echo $?; echo -e '\x \u'; printf '\x' ; echo; printf '\U\n'; printf "\\" ; echo; printf 'a\'; echo
printf '%d\n' 08 0x 0xg 018 09a 1a 0b1 -08 -0x + - ' ' 'a'; echo $?; printf '%f\n' 0x 08 a; read -n 08 x <<< y; read -n 0x x <<<y; echo $?; shift 0x; shift 08; shift a; echo $?; exit 0x
} 2>&1 | tr '\0' @
