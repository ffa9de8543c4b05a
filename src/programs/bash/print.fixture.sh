f1() { a; b & c | d |& e && f || g; ! h; time i; time -p j | k; }
f2() { for i in a b; do echo $i; done; for i; do :; done; for ((i=0;i<3;i++)); do :; done; for ((;;)); do break; done; select x in a; do :; done >x; }
f3() { if a; then b; elif c; then d; else e; fi; while a; b; do c; d; done; until a; do b & done; }
f4() { case $x in a|b) c; d;; (e) ;& f) g;;& *) esac; }
f5() ( a; b ) 
f6() { ( a; b ); { c; d; }; ( e & ); { f & }; } >x 2>&1
f7() { [[ a == b && ! -f c || ( d -eq e ) ]]; [[ x ]]; ((1 + 2)); [[ $a =~ ^b(c) ]]; }
f8() { a >b <c >>d 2>&1 >&2 <&3 <&- >&- 4>&- &>e &>>f >|g <>h {v}>i {v}>&- 3<&4- 5>&6- <<<x >&$y 1>&$y 2>&$y <&$z; }
f9() { cat <<A; b <<-"B C"; c
x $y
A
	t
	B C
d <<E | f
1
E
g <<E && h
2
E
i <<E &
3
E
j <<E
4
E
}
g1() { x=$(a; b
c) y=`d` z=$((1+2)) w=${a:-$(b)} v=$'a\tb' u=$"hi" a=(1 $(b) [3]=4); declare b=(1 2); }
g2() { g3() { a; }; function g4 { b; } ; coproc c; coproc D { e; }; f() (a); }
g5() { a=1 b; a=1; >x; a=1 >x b; }
if-x() { a; }
function if { b; }
g6() if a; then b; fi
g7() { if a; then b; fi >x; { c; } <y; (d) >z | e; }
g8() { a
b
# c
if a
then b
c
fi
}
g9() { a; b; } 2>x
h1() { case a in b) c; esac; case a in b) c & ;; esac; case a in b) { c; } ;; d) if a; then b; fi;; esac; }
h2() { a && { b; c; } || ( d; e ); a | { b; c; } ; ! { a; }; ! ( a ); time { b; }; }
h3() { while a; do b; done | c; for x in a; do b; done & }
h4() { a; } <<E
x
E
h5() { x() { cat <<E
1
E
}; }
h6() { echo "$(a
b; c &
if d; then e; fi
cat <<E
f
E
)"; }
h7() { a & b & }
h8() { { a & b; } & c; ( a | b ) & }
h9() { x=$(< f) ; y=$( (a) ) z=$({ a; }); <(a) >(b; c); }
k1() { cat <<A >x
a
A
cat >x <<A
a
A
cat <<A >x <<B
a
A
b
B
cat <<A <<B >y && c
a
A
b
B
cat >z <<A <<B | c
a
A
b
B
}
k2() { { a; } <<A >x
a
A
while b; do c; done <<A
a
A
while b <<A; do c; done
a
A
if a <<A; then b <<B; fi
a
A
b
B
( a <<A )
a
A
for i in a; do b <<A; done
a
A
case a in b) c <<A
a
A
;; esac
x=1 <<A
a
A
<<A
a
A
}
k3() { a <<A; b <<B; c <<C
a
A
b
B
c
C
a <<A & b <<B & c
a
A
b
B
a && b <<A || c <<B
a
A
b
B
! a <<A
a
A
a <<A |& b
a
A
}
k4() { x=$(cat <<A
a
A
b
c <<A; d
a
A
); y=$(a <<A | b
a
A
c); }
m1() { [[ ! ! a || ! ( b && c ) ]]; [[ a < b && c > d ]]; }
m2() { x() { a <<E; }
b
E
y; }
m3() { function g { a; } |& b; coproc C { d; } |& e; }
m4() { a=$(for i in x; do cat <<E
y
E
z; done); b="$(c; d & e)"; }
m5() { echo $'\t\'' $"y" ${z:-$'\n'} ${z@Q$'a'} $(($(b   c))); }
m6() { time { a; } | b; ! time -p a; time; ! ; }
