echo a > f; cat < f; echo b >> f; cat f; cat < nosuch; echo $?; > g; ls g; < nosuch; echo $?; echo x 2>&1 >h | cat; cat h; echo y >&2 2>/dev/null; { echo o; echo e >&2; } &> h; cat h; echo more &>> h; cat h; echo z >& h; cat h; exec 3> f3; echo three >&3; exec 3>&-; cat f3; echo bad >&3; echo $?; exec 4< f; read x <&4; echo $x; exec 4<&-; exec {fd}> fv; echo $((fd>=10)); echo v >&$fd; exec {fd}>&-; cat fv; echo w >&$fd; echo $?; echo {x}>q; cat q; exec 5<>f; read -u 5 x; echo new >&5; cat f; exec 5>&-; cat <<< "here $x"; cat <<X >out; cat out
body
X
echo a >&5; echo $?; echo a >&x; cat x; echo a >&$nosuch; echo $?; echo a > $nosuch; echo $?; echo a > 'a b'; v='a b'; cat $v; cat "$v"; echo c > $v; echo $?; echo d > *; echo $?; cat < f g; echo $?; echo a >/; echo $?; echo a > /nosuch/x; echo $?; echo a > ''; echo $?; cat < ''; echo $?; echo a 99>&1; echo $?; echo a 1>&99; echo $?; echo a >&-; echo $?;  exec 6>&1; echo six >&6; exec 6>&1-; echo $?; exec 1>&6; echo back; exec 6>&-; (exec 7<nosuch; echo $?); exec 8<nosuch; echo $?; : > /dev/full; echo q > /dev/full; echo $?; cat f > f; echo $?; set -C; echo x > f; echo $?; echo x >| f; set +C; : 3>&1 4>&3 5>&4;  echo a 2>&1 1>/dev/null; echo b > /dev/stdout; echo c > /dev/stderr; echo d > /dev/fd/1; cat < /dev/stdin <<< in; cat /dev/fd/3 3<<<three; f() { echo f1; echo f2 >&2; } > ff 2>&1; f; cat ff; for i in 1 2; do echo $i; done > lp; cat lp; while read l; do echo "<$l>"; done < lp; if true; then echo y; fi > iff; cat iff; { read a; read b; } < lp; echo $a$b; (echo sub) > sb; cat sb; [[ a == a ]] > cnd; ls cnd; ((1)) 2> ar; ls ar; case x in x) echo cs;; esac > cf; cat cf
echo a > f > g; cat f g; cat < f < g; echo h 1>f 1>&2 2>/dev/null; 2>/dev/null ls /nosuch; >f echo pre; cat f; <f cat; echo a >f b; cat f; 3>&1 echo c >&3; echo a {v2}>vf; echo $v2 | grep -c .; exec {v2}>&-; {a[1]}>&1 echo x; exec {1x}>y; echo $?; exec {ro}>y; exec {ro}<&-; readonly ro; exec {ro}>y; echo $?; cat <<-X <<Y
	tab
	X
y
Y
cat <<'Q' <<"R"
$x
Q
$y
R
cat << E1; cat << E2
1
E1
2
E2
cat <<X | tr a-z A-Z
pipe
X
cat <<\X
\$x `a`
X
x=1; cat <<X
$x ${x} $((x+1)) `echo bq` $(echo cs) \$x \\ \` "q" 'sq' \a
X
cat <<X""
quoted delim $x
X
cat <<EOF
no end
