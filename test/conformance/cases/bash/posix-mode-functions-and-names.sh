# Functions, prefix assignments, traps and targets in posix mode.
(set -o posix; unset() { :; }; echo not reached); echo $?
(set -o posix; with-dash() { :; }; echo not reached); echo $?
set -o posix
true() { echo my true; }
true
unset -f true
kept=yes :
echo "after a special builtin: $kept"
lost=yes true
echo "after a plain one: ${lost-unset}"
show() { echo "in the function: $both"; }
both=yes show
echo "after the function: ${both-unset}"
echo text > only-one.txt
cat < only-*.txt
trap 'echo got it' TERM
trap
trap -p TERM INT
alias greet='echo hello from an alias'
greet
readonly -a list=(1 "two words")
readonly -p | grep list
echo ~/x | sed "s:$HOME:HOME:"
