mapfile a <<< $'1\n2\n3'; declare -p a; mapfile -t a <<< $'1\n2\n3'; declare -p a; mapfile -t <<< $'x\ny'; declare -p MAPFILE; readarray -t b <<< z; declare -p b
mapfile -n 2 -t a <<< $'1\n2\n3'; declare -p a; mapfile -s 1 -t a <<< $'1\n2\n3'; declare -p a; mapfile -O 5 -t a <<< $'p\nq'; declare -p a; mapfile -n 0 -t c <<< $'1\n2'; declare -p c
mapfile -d : -t a <<< 'x:y:z'; declare -p a; mapfile -d '' -t a < <(printf 'a\0b\0c'); declare -p a; mapfile -d xy a <<< 'axbyc'; declare -p a; mapfile a < /dev/null; declare -p a; echo $?
cb() { echo "cb $1 [$2]"; }; mapfile -C cb -c 1 -t a <<< $'1\n2\n3'; mapfile -C cb -c 2 a <<< $'1\n2\n3\n4\n5'; mapfile -C 'echo x' -c 1 a <<< $'1\n2'; mapfile -C nosuch -c 1 a <<< 1; mapfile -C cb a <<< $'1\n2'; mapfile -c 1 a <<< 1
mapfile -u 3 -t a 3<<< fd; declare -p a; mapfile -u 9 a; echo $?; mapfile -u x a; echo $?; mapfile -n x a <<< 1; echo $?; mapfile -n -1 a <<< 1; echo $?; mapfile -s -1 a <<<1; echo $?; mapfile -O -1 a <<<1; echo $?; mapfile -O x a <<< 1; echo $?; mapfile -c 0 a <<< 1; echo $?; mapfile -c x a <<< 1; echo $?
mapfile -z; echo $?; mapfile 1a <<< x; echo $?; mapfile 'a[1]' <<< x; echo $?; mapfile '' <<< x; echo $?; mapfile a b <<< $'1'; echo $?; declare -p a; unset b; declare -p b
readonly r; mapfile r <<< x; echo $?; declare -A as; mapfile as <<< x; echo $?; s=str; mapfile -t s <<< x; declare -p s; mapfile -O 1 -t s <<< y; declare -p s
printf 'x\ny' | mapfile -t p; declare -p p; shopt -s lastpipe; printf 'x\ny' | mapfile -t p; declare -p p; f() { local -a l; mapfile -t l <<< in; declare -p l; mapfile -t g <<< glob; }; f; declare -p g l
declare -i ia; mapfile -t ia <<< $'1+1\n2'; declare -p ia; declare -u ua; mapfile -t ua <<< $'abc'; declare -p ua; mapfile -n; echo $?
mapfile -t x < <(seq 3); echo "${x[@]}" "${#x[@]}"; mapfile -t x < nosuch; echo $?; declare -p x; mapfile -tn1 y <<< $'1\n2'; declare -p y; { mapfile -n1 -t a; cat; } <<< $'1\n2\n3'
read a b c <<< '1 2 3 4'; echo "$a|$b|$c"; read a b c <<< ' 1  2 '; echo "$a|$b|$c"; read a <<< '  x  y  '; echo "[$a]"; read <<< '  x y  '; echo "[$REPLY]"
IFS=: read a b c <<< 'x:y:z:'; echo "$a|$b|$c"; IFS=: read a b c <<< 'x:y:z:w:'; echo "$a|$b|$c"; IFS=: read a b <<< ':x'; echo "$a|$b"; IFS=' :' read a b c <<< ' x : y  z '; echo "$a|$b|$c"
read -r a <<< 'a\nb\\c'; echo "$a"; read a <<< 'a\nb\\c'; echo "$a"; read a b <<< 'a\ b c'; echo "$a|$b"; read a <<< $'x\\\ny'; echo "$a"; read -r a <<< $'x\\\ny'; echo "$a"
read -a arr <<< 'a b c'; declare -p arr; read -a arr x <<< 'q w'; declare -p arr; IFS=, read -ra arr <<< 'a,,b,'; declare -p arr; read -a arr <<< ''; declare -p arr
read -n 3 a <<< abcdef; echo $a; read -N 3 a <<< abcdef; echo $a; read -n 3 a <<< ab; echo "$a $?"; read -N 5 a <<< ab; echo "$? [$a]"; read -n 0 a <<< abc; echo "$? [$a]"; read -N 3 a b <<< 'x y z'; echo "[$a][$b]"; read -n 5 a b <<< 'x y z'; echo "[$a][$b]"
read -d : a <<< 'a b:c'; echo "[$a]"; read -d '' a <<< $'x\ny'; echo "$? [$a]"; read -d xyz a <<< 'abxc'; echo "[$a]"; read -d $'\n' a <<< 'q'; echo $a
read a < /dev/null; echo "$? [$a]"; printf 'no newline' | { read a; echo "$? [$a]"; }; printf 'a\0b\n' | { read a; echo "[$a]"; }; printf 'a\0b\0' | { read -d '' a; read -d '' b; echo "[$a][$b]"; }
read -t 0 <<< x; echo $?; read -t 0.1 a <<< y; echo "$? $a"; read -t -1 a <<< x; echo $?; read -t abc a <<< x; echo $?; read -t 0 a < /dev/null; echo $?
read -n x a <<< y; echo $?; read -n -1 a <<< y; echo $?; read -u 9 a; echo $?; read -u x a; echo $?; read -u 3 a 3<<<fd3; echo $a; read -z; echo $?; read -p; echo $?; read -a; echo $?
read 1a <<< x; echo $?; read a 1b c <<< '1 2 3'; echo "$? $a $c"; read 'x[1]' y <<< 'p q'; declare -p x; echo $y; read '' <<< x; echo $?
read -p 'prompt> ' a <<< val; echo $a; read -s a <<< hid; echo $a; read -e a <<< ed; echo $a; read -i text -e a <<< ''; echo "[$a]"; read -rp 'P: ' -n1 a <<< zz; echo $a
readonly r; read r <<< x; echo $?; read a r b <<< '1 2 3'; echo "$? $a ${b-unset}"; readonly -a ra; read -a ra <<< x; echo $?; declare -A as; read -a as <<< x; echo $?
while read -r line; do echo "<$line>"; done <<X
 one
two \
 three
X
while IFS= read -r line || [ -n "$line" ]; do echo "<$line>"; done < <(printf ' a \nb')
echo 'a b c' | while read x y; do echo "$y/$x"; done; read x y < <(echo p q); echo $x$y
f() { local a b; read a b; echo "$b $a"; }; f <<< '1 2'; echo "${a}"
read -r -d '' var <<'X'
multi
line
X
echo "$? $var"; IFS= read a <<< '  sp  '; echo "[$a]"; IFS=$'\t' read a b <<< $'x\t\ty'; echo "[$a][$b]"; IFS=x read a b <<< 'axxb'; echo "[$a][$b]"; IFS='' read a b <<< 'a b'; echo "[$a][$b]"
TMOUT=1; read -t 1 q <<< ok; echo $q; TMOUT=abc; read q <<< ok; echo $q
