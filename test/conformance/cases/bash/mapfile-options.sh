printf 'l1\nl2\nl3\nl4' > in
mapfile a < in; declare -p a
mapfile -t b < in; declare -p b
mapfile -t -n 2 c < in; declare -p c
mapfile -t -s 1 -n 2 -O 5 d < in; declare -p d
readarray -t -d 2 e < in; declare -p e
cb() { echo "cb $1 [${2%$'\n'}]"; }; mapfile -C cb -c 2 f < in
mapfile -d '' -t g < <(printf 'a\0b\0'); declare -p g
mapfile 1x < in; echo $?; mapfile -n x < in; echo $?
