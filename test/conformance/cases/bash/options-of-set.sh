set -- a b c; echo $# $1; set -- ; echo $#; set x y; echo $*; set - q; echo $*; set -; echo $*; set +; echo $?; set -- -a -b; echo $*; set a -b; echo $*
set -e +e -o; echo $?; set -o | head -3; set +o | head -3; set -o nosuch; echo $?; set +o nosuch; echo $?; set -z; echo $?; set -ez; echo $?; set +z; echo $?; echo $-
set -f; echo *nosuch* /b*; set +f; set -u; (echo $nosuch; echo no); echo $?; echo "${nosuch-ok}" ${nosuch:+x}; (echo $1$9); echo $?; (echo ${#nosuch}); (echo "$@" $*); (echo ${arr[0]}); (echo "${arr[@]}" ${#arr[@]}); (echo $((nosuch+1))); (echo ${!nosuch}); (echo ${nosuch%x} ); (let nosuch+1; echo $?); ([[ $nosuch ]]); echo $?; set +u
set -v; echo v; set +v; set -x; echo x "a b" ''; y=1 z='q r'; : $y; [[ a == b* ]]; ((1+1)); for i in 1; do :; done; case x in x) ;; esac; f() { echo f; }; f 2>&1; set +x
set -n; echo not; set +n
