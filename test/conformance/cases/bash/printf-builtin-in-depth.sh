printf '%s %d %i %o %x %X %u %c %b|\n' str 42 -7 8 255 255 3 char 'a\tb'
printf '[%5s] [%-5s] [%05d] [%+d] [% d] [%.2s] [%*d] [%-*d]\n' ab cd 42 7 7 xyz 4 9 4 9
printf '%e %.2f %g %G %.3e\n' 12345.678 3.14159 0.0001 1e20 1
printf '%#x %#o %x %d %d %d\n' 255 8 -1 "'A" '"é' 0x1F
printf '%q %q %q %q\n' 'a b' "it's" '' $'n\nl'
printf '%s-%s\n' 1 2 3; printf 'no args\n' x; printf '%d|\n'; printf '%s|\n'
printf -v v '%03d' 7; echo $v; printf -v a[2] x; declare -p a
printf '%(%Y-%m-%d %H:%M:%S)T\n' 0 86400
printf '\x41\101\u00e9\n'; printf '%b\n' 'stop\chere' not
printf '%d\n' 12abc; echo $?; printf '%d\n' abc; echo $?; printf '%z\n'; echo $?
printf; echo $?; printf -- '-%s\n' dash; printf '%d\n' 99999999999999999999; echo $?
