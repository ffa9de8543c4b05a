# DEBUG and RETURN traps in functions and sourced files.
log() { echo "  debug $1 ${FUNCNAME[1]}"; }
trap 'log $LINENO' DEBUG
trap 'echo "  return $LINENO ${FUNCNAME[0]-none}"' RETURN
plain() {
  echo in plain
}
traced() {
  echo in traced

  return 3
}
declare -ft traced
plain
traced
echo "status $?"
set -T
plain
(plain)
echo 'echo in the file
return 4' > file
. ./file
echo "status $?"
set +T
. ./file
trap - DEBUG RETURN
f() { trap 'echo "own return trap"' RETURN; echo body; }
f
f
trap -p RETURN
