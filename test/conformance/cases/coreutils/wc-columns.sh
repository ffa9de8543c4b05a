printf 'a b\nc\n' > f; wc f; wc -l f; wc -lw f f; wc -c < f; wc -m f; wc -L f; wc nosuch; echo $?; printf 'no newline' | wc
