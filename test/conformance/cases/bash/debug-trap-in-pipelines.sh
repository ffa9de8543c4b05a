# The DEBUG trap of simple commands runs in the shell, before they are forked; compound elements run theirs in their own process, if at all.
trap 'echo "line $LINENO: $BASH_COMMAND"' DEBUG
echo a | cat
echo b |
  tr b c |
  cat
{ echo d; echo e; } | cat
(echo f)
: &
wait
! true
x=1
cat <<< h | while read -r word; do echo "$word"; done
trap - DEBUG
echo off | cat
