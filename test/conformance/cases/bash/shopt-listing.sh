shopt -o pipefail; shopt nullglob extglob; shopt -s nullglob; shopt -q nullglob; echo $?
shopt -p nullglob dotglob; shopt nosuch; echo $?; set -o nosuch; echo $?; set -Z; echo $?
set -- -a b; echo $#; set a b; echo "$@"; set --; echo $#
set -euf -o pipefail; echo $-; set +euf; set +o pipefail; echo $-
set -o noclobber; echo x > f; echo y > f; echo $?; echo z >| f; cat f; set +C
