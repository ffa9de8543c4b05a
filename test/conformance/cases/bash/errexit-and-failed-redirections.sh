# A compound command whose redirection fails ends the shell under errexit, and runs the ERR trap.
try() { bash -c "$1" try; echo "= $?"; }
try 'set -e; { :; } < missing; echo no'
try 'set -e; while read -r x; do :; done < missing; echo no'
try 'set -e; for i in 1; do :; done > /; echo no'
try 'set -e; if true; then :; fi < missing; echo no'
try 'set -e; case x in x) ;; esac < missing; echo no'
try 'set -e; (:) < missing; echo no'
try 'set -e; f() { :; } < missing; f; echo no'
try 'set -e; f() { :; }; f < missing; echo no'
try 'set -e; { :; } < missing || echo yes'
try 'set -e; if { :; } < missing; then :; else echo yes; fi; ! { :; } < missing; echo yes'
try 'trap "echo ERR \$?" ERR; { :; } < missing; until :; do :; done < missing; [[ x ]] < missing; : < missing; echo on'
echo "- inverted commands"
try 'trap "echo ERR \$?" ERR; ! { false; true; }; ! false; ! true; ! (false; true)'
try 'set -e; ! { false; echo a; }; echo b'
try 'f() { set -e; false; echo not reached; }; ! f; echo nor here'
try 'f() { set -e; false; echo reached; }; if f; then :; fi; echo here'
try 'set -E; trap "echo ERR \$LINENO" ERR; f() { false; true; }; ! f; f'
