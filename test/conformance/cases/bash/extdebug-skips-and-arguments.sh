# shopt -s extdebug: DEBUG traps that skip commands and return from functions, BASH_ARGC and BASH_ARGV, and what declare -F tells.
shopt -s extdebug
set -o | grep -E 'functrace|errtrace'
check() { [[ $1 != *skip* ]]; }
trap 'check "$BASH_COMMAND"' DEBUG
for i in 1 2; do
  echo "round $i"
  echo "skip $i"
done
x=skip
echo "<$x> $?"
((skip = 1))
[[ skip == x ]]
for skip in 1; do echo no; done
case skip in *) echo no ;; esac
echo "end $?"
echo a | tr a skip
skip_me() { echo no; }
skip_me
leave() { [[ $BASH_COMMAND != *leave* ]] || return 2; }
trap leave DEBUG
early() {
  echo begins
  : leave now
  echo no
}
outer() { early; echo "early gave $?"; }
outer
trap - DEBUG
inner() { echo "${BASH_ARGC[*]} / ${BASH_ARGV[*]}"; }
middle() { inner x y; }
middle a b c
inner
echo 'inner in_file' > file
. ./file one two
declare -F middle
shopt -u extdebug
declare -F middle
set -o | grep -E 'functrace|errtrace'
