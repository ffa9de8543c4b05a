shopt -s extglob
for w in foo foofoo bar foobar '' 123 12a a.b; do
  case $w in
    +(foo)) echo "$w: one or more foo" ;;
    ?(bar)) echo "[$w]: bar or nothing" ;;
    @(foo|baz)bar) echo "$w: foobar" ;;
    +([0-9])) echo "$w: digits" ;;
    !(*.*)) echo "$w: no dot" ;;
    *) echo "$w: other" ;;
  esac
done
x=aaabbb; echo "${x##+(a)}" "${x%%*(b)}" "${x/+(b)/-}" "${x//@(a|b)/.}"
[[ abc == @(a|ab)*(b|c) ]] && echo yes
[[ abc == !(abc) ]] || echo no
y='  trim me  '; y=${y##+([[:space:]])}; y=${y%%+([[:space:]])}; echo "[$y]"
