printf 'a\n\n\n\tb\n' > f; cat -n f; cat -b f; cat -s f; cat -A f; cat -E f; cat f - < f; cat nosuch; echo $?; cat .; echo $?
