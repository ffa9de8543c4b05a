# xargs: unclosed quotes, backslashes at the end, options that exclude each other; find -printf's flags
echo "'b" | xargs echo X
echo 'a\' | xargs echo X
for o in '-L2 -n2' '-n2 -L2' '-n2 -l2' '-I{} -L2' '-L2 -I{}' '-i -l' '-I{} -n1' '-n1 -I{}' '--replace -n2'; do echo "== $o"; printf 'a\nb\n' | xargs $o echo {}; done
printf 'one\ntwo\nthree\n' | xargs -x -s 20 echo
touch a; mkdir -p d/e
find a -printf '%05m|%-6m|%010s|%5f|%.1p|\n'
find d -printf '%03d %p\n'
stat -c '%#a|%05a|%#f|%#t' a
chown 0: a; chown 0. a; chown root: a; chown -v root a
echo 'x' | sed 'a
p'
echo 'x' | sed 'i
s/x/y/'
sed 's/é/x/;k' a; sed '1r' a
find d/ -maxdepth 0 -printf '%f %h %p\n'; find d// -maxdepth 0 -execdir echo {} \;; find d/ -name d
touch u; touch -a -d 'now + 2 days 12 hours' u; for n in 2 3 4 -2 -3 +2 +3; do find u -used $n -printf "$n\n"; done; find a -used 1
printf 'one\ntwo\n' > l; sed q5 nofile l; echo $?; sed Q3 l nofile; echo $?; sed -n '2q4' nofile l; echo $?; sed --posix '1,2=' l; sed --posix '1,2a\
x' l; sed '1,2i x' l
