# compgen: what the actions, -W, -X, -F and -C give, and in what order.
alias zz_alias=x
zz_function() { :; }
zz_variable=1
compgen -A variable -A function -A alias zz_
echo "- words"
compgen -W 'one two three' -- t
compgen -W 'c "b d" a\ b c'
value='x y'
compgen -W '$value "$value" $((1 + 2)) `echo z`'
IFS=': '
compgen -W 'p:q r\:s "t:u"'
unset IFS
compgen -W 'a b' none; echo "$?"
compgen -W '' -- word; echo "$?"
echo "- filters"
compgen -W 'foo bar foobar' -X 'foo*'
compgen -W 'foo bar foobar' -X '!foo*'
compgen -W 'some somebody something' -X '&b*' some
compgen -W '&a b' -X '\&*'
compgen -P '<' -S '>' -W 'a b'
echo "- files"
touch file.c file.h; mkdir fdir
compgen -f file | sort
compgen -d f
compgen -W 'x' -o plusdirs -S _ f
compgen -W 'x' -o dirnames f
compgen -f /no/such/dir/; echo "$?"
echo "- functions and commands"
answer() { echo "called with $# [$1] [$2] [$3], $COMP_CWORD ${#COMP_WORDS[@]} [$COMP_LINE]"; COMPREPLY=(r1 "r 2"); }
compgen -F answer word
compgen -C 'printf "%s\n" from-C; :' word
compgen -F missing word; echo "$?"
compgen -A nonsense; echo "$?"
compgen -A setopt no; compgen -A shopt null; compgen -A signal SIGU; compgen -k wh; compgen -b ec; compgen -A binding tab
