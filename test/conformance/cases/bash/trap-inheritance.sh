set -o errtrace -o functrace
trap 'echo "ERR in ${FUNCNAME[0]-main}"' ERR
f() { false; return 0; }; f
(false; echo sub); set +E
f; trap - ERR
trap 'echo "D $BASH_COMMAND"' DEBUG; g() { :; }; g; set +T; g; trap - DEBUG
bash -c 'trap "echo t" TERM; kill $$; echo alive'
trap '' USR1; bash -c 'kill -USR1 $$; echo ignored is inherited'
h() { trap 'echo h-exit' EXIT; }; h; (h); echo end
