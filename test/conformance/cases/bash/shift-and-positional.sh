set -- {1..12}; echo $10 ${10} ${12} $#; shift; echo $1 $#; shift 3; echo $1; shift 20; echo $? $#; shift 0; echo $#
set -- "a b" "c"; for x; do echo "<$x>"; done; set -- "$@" d; echo $#; set -- "${@:2}"; echo "$*"; set x; echo $1 $#
f() { echo $# "$@"; set -- in f; echo $1; shift; echo $1; }; f 1 2 3; echo $1; set -- -x; echo $1; set -- --; echo $1
echo "${#@}" ${#*} ${@: -1} "${*:0:1}" ${1+set} ${2-unset}; set -- '' ''; echo $# "[$*]" "[${1-u}]"
