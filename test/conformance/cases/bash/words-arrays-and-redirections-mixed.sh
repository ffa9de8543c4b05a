# word splitting and joins around quotes
argv() { printf '[%s]' "$@"; echo; }
a='x y'; b=' p q '; argv $a$b "$a"$b $a"$b" a$b"c" ''$a $a'' "$@" "$*" x"$@"y; set -- '' a ''; argv "$@" $@ "$*" $* x"$@"y; argv ${1:-d} "${1:-d}" ${1-d} ${4-d}; e=; argv $e "$e" $e$e "$e$e" $e"" ""$e
argv ${e:-a b} "${e:-a b}" ${e:-"a b"} ${e:-'a b' c} ${e:-$a} "${e:-$a}" ${e:-"$a"} ${e:+x} "${e:+x}" ${a:+"$a" z} "${a:+$a z}"
IFS=:; argv $(echo a:b c) "$(echo a:b)" $a ${a// /:} "$*"; IFS=' '; argv $'a\tb' "$(printf 'a\n')" $(printf 'a\n\nb'); unset IFS
# arithmetic contexts
x=3; argv $((x+1)) "$((x*2))" $((x>2?1:0)) ${a:x-2:1} "${a:$x-3}" $[x]; arr=(1 2 3); argv ${arr[x-1]} ${arr[$x-2]} ${arr[-1]} ${arr[@]:1} ${#arr[@]} "${arr[@]/2/b c}" ${arr[@]/2/b c}
# nested functions, recursion, dynamic scope
f() { local n=$1; ((n<=0)) && return; argv $n; f $((n-1)); argv back$n; }; f 2
# case with patterns
for w in abc 'a b' '' '*' '[' a.b; do case $w in '') argv empty;; \*) argv star;; '[') argv br;; *\ *) argv sp;; *.*) argv dot;; a*) argv a;; esac; done
# here docs in loops and functions
g() { while read -r l; do argv "$l"; done <<EOF
$1
  two $((1+1))
EOF
}; g 'one *'; for i in 1 2; do cat <<-EOF
	n$i
	EOF
done
# redirect order, fd juggling
{ echo out; echo err >&2; } 2>&1 >/dev/null | argv $(cat); { echo a >&3; } 3>&1; exec 4>&1; echo b >&4; exec 4>&-; { echo c; } 2>/dev/null 1>&2; (echo d; echo e >&2) 2>&1 | sort
# command substitution status
v=$(exit 4); argv $?; v=x$(false)y; argv $? $v; argv $(false) $?; local_=$(true) z=$(false); argv $?; readonly ro_=$(exit 5); argv $?; export ex_=$(exit 6); argv $?; : $(exit 7); argv $?; if v=$(false); then argv t; else argv e$?; fi; while ! v=$(true); do :; done; argv $?
# brace/tilde/glob order
touch f1 f2; argv {f,g}* f{1,2} {1..3}$x $x{a,b} ~/{a,b} "{a,b}" f[12] 'f*' f\* nope*; p='f*'; argv $p "$p" ${p} ${p%\*}1; q='{a,b}'; argv $q; t='~'; argv $t; c='$(echo hi)'; argv $c "$c"; eval "argv $c"
# arrays
h=([3]=c [1]=b); argv "${h[@]}" "${!h[@]}"; h+=(d); argv "${!h[@]}"; unset 'h[1]'; argv "${h[@]}"; declare -A m=([k 1]='v 1' [k2]=v2); for k in "${!m[@]}"; do argv "$k" "${m[$k]}"; done | sort; argv "${m[@]}" | wc -l; i=(a b); j=("${i[@]}" "${i[*]}" ${i[@]}); argv ${#j[@]}; argv "${i[@]:0:1}" "${i[@]: -1}" "${i[*]}"; k=(); argv "${k[@]}" "a${k[@]}b" ${k[@]+set} "${k[@]-unset}"; argv "${#k[@]}" "${k[*]}"
# set -- and shift loops
set -- -a 1 -b 2 rest; while [ $# -gt 0 ]; do case $1 in -a|-b) argv $1 $2; shift 2;; *) break;; esac; done; argv "$@"; argv "${@:1}" "${@:0:1}" ${*:1:1} "${@: -1}"
# printf reuse, %b %q
printf '%s-%s ' a b c; echo; printf '%d %x\n' 10 10 255; printf '%b|' 'a\tb' 'c\\d'; echo; printf '%q ' 'a b' "c'd" ''; echo; printf '%-5s|%5s|%05d|%+d|%.2f\n' ab cd 42 7 3.14159; printf '%s\n' "${arr[@]}"; printf '%%\n'; printf '%c%c\n' xy z; printf '%*d|%-*d|\n' 5 1 5 2
