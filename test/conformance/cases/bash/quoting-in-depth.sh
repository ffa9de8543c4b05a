echo "a\$b\`c\"d\\e\f\!" 'it'\''s' a\ b
echo "$(echo "nested "quotes" $(echo "deep")")"
echo "`echo "back \`echo inner\`"`"
echo $"locale text" "$'not ansi'"
x='a\b'; echo $x "$x" ${x} `echo '\\x'` $(echo '\\x')
printf '%s|' "a
b" c\
d 'e\
f'; echo
echo "${x#a\\}" "${x/\\/-}" ${x//\\/\\\\}
