declare -n ref=tgt
ref=1; echo $tgt; ref+=2; echo $tgt ${!ref}
tgt=(a b c); echo "${ref[1]}" "${#ref[@]}"; ref[4]=e; declare -p tgt
declare -p ref
f() { local -n out=$1; out="from $2"; }
f result here; echo "$result"
declare -n ra='tgt[1]'; ra=changed; echo "${tgt[1]}"
unset -n ref; declare -p ref
for_targets=(x y); x=1 y=2
declare -n it
for it in x y; do echo "it=$it"; it=$((it+10)); done; echo $x $y
declare -n self=self; echo $?
declare -n bad='1x'; echo $?
g() { local -n v=v; echo "[$v]"; }; v=outer; g
[[ -R it ]] && echo is-nameref
