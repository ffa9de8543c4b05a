printf 'a\na\nB\nb\nc\n' > f; uniq f; uniq -c f; uniq -d f; uniq -u f; uniq -i f; printf '1 x\n2 x\n' | uniq -f1; printf 'ab\nac\n' | uniq -w1; uniq nosuch; echo $?
