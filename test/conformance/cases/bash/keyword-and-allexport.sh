# set -k: assignments anywhere among the words; set -a: what is assigned is exported.
set -k
echo one place=here two
env where=anywhere | grep where
none= a=1 b=2
echo "$a $b $none"
set +k
echo place=here
set -a
x=1
declare y=2
read -r z <<< 3
printf -v w 4
list=(5)
for i in 6; do :; done
((n = 7))
f() { local inner=8; declare -p inner; }
f
set +a
declare -p x y z w list i n
after=9
declare -p after
set -o ignoreeof
echo "IGNOREEOF=$IGNOREEOF"
unset IGNOREEOF
set -o | grep ignoreeof
IGNOREEOF=3
set -o | grep ignoreeof
