t() { OPTIND=1; echo "== $*"; while getopts "$@"; do echo "$? opt=$o arg=${OPTARG-unset} ind=$OPTIND"; done; echo "end $? opt=$o arg=${OPTARG-unset} ind=$OPTIND"; }
t ab:c o -a -b x -c rest; t ab:c o -abx rest; t ab: o -b; t ab: o -z; t :ab: o -b; t :ab: o -z; t ab o -a -- -b; t ab o -a - -b; t ab o rest -a; t ab o; t a: o -a -- x; t a: o -a ''; t a o -aa; t ab o +a; t : o -a; t '' o -a; t a:b o -ab; t a::b o -a x
set -- -x 1 -y; OPTIND=1; while getopts x:y n; do echo "$n $OPTARG"; done; shift $((OPTIND-1)); echo $#; 
OPTERR=0; t ab o -z; t a: o -a; OPTERR=1
getopts; echo $?; getopts a; echo $?; getopts a 1x -a; echo $?; getopts -z; echo $?; getopts a: 'x y' -a 1; echo $?
OPTIND=1; getopts ab o -ab; echo $o $OPTIND; getopts ab o -ab; echo $o $OPTIND; getopts ab o -ab; echo $? $o $OPTIND
OPTIND=2; getopts ab o -a -b; echo $o $OPTIND; OPTIND=1; getopts ab o -ab -a; OPTIND=1; getopts ab o -ab -a; echo $o; OPTIND=0; getopts ab o -b; echo $o $OPTIND; OPTIND=x; getopts ab o -b; echo $? $o $OPTIND
f() { local OPTIND=1 o; while getopts ab o; do echo "f $o"; done; }; OPTIND=1; while getopts xy o -x -y; do echo $o; f -a -b; done
unset OPTIND; getopts a o -a; echo $? $o $OPTIND; OPTIND=1; getopts a: o -a val; declare -p OPTARG; getopts a: o -a val; declare -p OPTARG
OPTIND=1; 
