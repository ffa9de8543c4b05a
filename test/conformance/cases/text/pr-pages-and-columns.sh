# pr: pages with headers, columns down and across, files side by side, numbers, separators, form feeds
seq -f 'line %g' 12 > l; printf 'a x\nb\ty\nc z\n' > j; printf 'h\303\251llo w\303\266rld\n\001\377\n' > u
touch -d '2020-01-02 03:04' l j u
pr -l 15 l | head -20 | cat -A
pr -h 'a title' -D %Y -l 20 -d l | tail -22 | head -14
for o in -2 '-3 -w 30' '-3 -a' -n '-n:3 -N 5' '-2 -n' '-a -2 -n3' '-s, -3' '-s -2' "-2 -S' | '" '-2 -J' '-o 4' '-o 8 -2' '-d -2' '-e4 -W 12' '-i' '-l 2 -3 -a' '-12' '-30'; do
  echo "== $o"; eval "pr -t $o l j" | cat -A
done
pr -t -m l j | cat -A; pr -t -m -n -w 40 l j u | cat -A; pr -t -m -s: j l
pr -t -c u; pr -t -v u
printf 'a\fb\n\fc\n' | pr -t | od -c; printf 'a\fb\n\fc\n' | pr -T; printf 'a\fb\n' | pr -D X -f | od -c | head -12
pr -D X -l 14 +2 l | wc -l; pr -D X -l 14 +2:2 l | tail -9; pr -D X +5 l
pr nofile; pr -r nofile; pr -t -m -2 l; pr -t -m -a l; pr -t -0 l; pr -l x l
