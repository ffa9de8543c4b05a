printf '10\n9\nb\na\nB\n' > f; sort f; sort -r f; sort -n f; sort -f f; sort -u f f; printf 'x 2\ny 1\n' | sort -k2; printf 'a:3\nb:1\n' | sort -t: -k2n; sort -c f; echo $?; sort nosuch; echo $?
