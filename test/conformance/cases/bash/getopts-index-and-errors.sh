# getopts: odd values of OPTIND and OPTERR, joined options, namerefs as variables.
show() { echo "$? name=$name arg=${OPTARG-unset} index=$OPTIND"; }
OPTIND=1; while getopts ab:c name -acb value -b -- rest; do show; done; show
for OPTIND in 0 -3 100 word ''; do getopts a: name -a value; show; done
OPTIND=1; getopts abc name -abc; show; OPTIND=1; getopts abc name -abc; show
OPTIND=1; getopts :a: name -a; show
OPTIND=1; getopts :a: name -:; show
OPTIND=1; getopts a: name -a; show
for OPTERR in 0 1 2 word; do OPTIND=1; getopts a name -x; show; done
OPTERR=1
OPTIND=1; getopts '' name -a; show
OPTIND=1; getopts : name -a; show
OPTIND=1; getopts a name ''; show
OPTIND=1; getopts a name -; show
OPTIND=1; getopts aa: name -a value; show
declare -n ref=target; OPTIND=1; getopts b ref -b; echo "$target"
declare -n element=list[1]; OPTIND=1; getopts b element -b; declare -p list
readonly fixed=1; OPTIND=1; getopts b fixed -b; echo $?
OPTIND=1; getopts b 1bad -b; echo $?
getopts; echo $?
nested() { local OPTIND=1; while getopts xy name "$@"; do echo "  nested $name"; done; }
OPTIND=1; while getopts ab name -a -b; do show; nested -x -y; done
