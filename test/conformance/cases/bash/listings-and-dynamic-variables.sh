# Variables that the shell computes are listed with the value they had when last read, or not at all.
names() { grep -E '^(declare -[-a-zA-Z]+ )?(RANDOM|EPOCHSECONDS|BASH_SUBSHELL|DIRSTACK|GROUPS|BASH_ARGC|LINENO|BASH_COMMAND|HISTCMD|FUNCNAME|BASH_ALIASES|BASH_CMDS)(=|$)'; }
set | names
declare -p | names
echo "- after reading"
: $BASH_SUBSHELL ${DIRSTACK[0]} ${GROUPS[0]} $LINENO
set | names
alias x=y
declare -A
: ${BASH_ALIASES[x]}
declare -A
declare -p BASH_SUBSHELL
f() { set | grep '^FUNCNAME'; declare -p FUNCNAME; }
f
printf '%c|%c' '' ab | od -c
mkdir -p d/e; touch d/f .h
shopt -s globstar
echo **/
echo d/**
echo **/e/
set -n; echo not run
