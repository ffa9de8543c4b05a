echo a{b,c}d {1..5} {5..1..2} {a..e} {a..e..2} {01..10..3} {-2..2} {x,y}{1,2}
echo {a} {} {a,} a{,b} {a,b}{} {1..} {..2} {a..1} '{a,b}' {a,"b c"} {a\,b,c} {{a,b},c}
echo ${x:-{a,b}} $((1+1)){a,b} {$HOME,b} {1..3}{a..b}
x=3; echo {1..$x}; eval echo {1..$x}
echo {Z..a} {10..1..-3} {1..10..0} {001..3}
a=({1..3}); echo ${#a[@]}; v={1,2}; echo $v
set +B; echo {a,b}; set -B
echo a{1..2}"{3,4}" pre{A,B}{C,D}post ~{root,nosuch}
