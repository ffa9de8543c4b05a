# PS4 is expanded for each traced line; what cannot be expanded is shown as it stands.
n=1
PS4='+$n ${LINENO}> '
set -x
echo one
n=2 ; echo "t$n"
PS4='${bad ! substitution} '
echo two
PS4='[\u $((1 / 0))] '
echo three
set -u
PS4='$none: '
echo four
set +u
PS4=
echo five
PS4='>\$ '
f() { local PS4='in f '; : inside; }
f
echo $(echo nested)
tab=$'\t' odd=$'a\001'
: "$tab" "$odd" '' \' 'é'
set +x
set -v
echo verbose $(echo substituted)
if true; then
  :
fi
set +v
echo quiet
