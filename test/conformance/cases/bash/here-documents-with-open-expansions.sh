cat <<X
a $((1 +
X
echo $?
cat <<X
a ${x:-`echo}
X
echo $?
cat <<X
a ${x
X
echo $?
cat <<X
a $[1
X
echo $?
cat <<X
a `echo "`
X
echo $?
cat <<X
a ${x:-"a}
X
echo $?
cat <<X
a ${x:-'a}
X
echo $?
cat <<X
a ${x:-$((1}
X
echo $?
cat <<X
a ${x:$((1}
X
echo $?
cat <<X
a $(( ${x
X
echo $?
(cat <<X
a $(( ${x
X
echo $?)
f() { cat <<X
a ` b
X
echo no
}; f; echo $?
echo yes
