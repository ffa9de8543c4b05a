p() { local OPTIND=1 o; while getopts "$1" o "${@:2}"; do echo "$o [${OPTARG-unset}] $OPTIND"; done; echo "end $? $OPTIND"; }
p ab:c -a -b val -c rest
p ab:c -acbval
p ab:c -x
p ab:c -b
p :ab:c -x
p :ab:c -b
p ab -a -- -b
p ab -a word -b
OPTIND=1 OPTERR=0; getopts a o -z; echo "$? $o"
getopts; echo $?
getopts a 1bad; echo $?
