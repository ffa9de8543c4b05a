x=val
cat <<A; cat <<'B'; cat <<-C
$x $(echo sub) \$x \\ `echo bt` $((1+1)) "q" 'q' ${x#v}
A
$x $(echo sub) \$x
B
	tabs gone $x
	  rest
	C
cat <<E1 - <<E2 | cat -n
one
E1
two
E2
f() { cat <<X
in f: $1
X
}
f arg
if cat <<Y; then echo ok; fi
cond
Y
while read -r a b; do echo "$b-$a"; done <<Z
1 2
3 4
Z
cat <<< "here string $x" ; cat <<<$'two\nlines'
y=$(cat <<Q
in substitution
Q
); echo "$y"
cat <<\EOF
back\slash $x
