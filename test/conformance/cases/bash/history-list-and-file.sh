history -s one; history -s two; history -s three
HISTSIZE=2; history
history -s four; history
HISTSIZE=0; history; history -s five; history
HISTSIZE=5; history; history -s six; history
HISTSIZE=abc; history -s seven; history
unset HISTSIZE; history -s eight; history; HISTSIZE=-1; history -s nine; history
history -c; HISTCONTROL=ignoredups; history -s a; history -s a; history -s b; history -s a; history
HISTCONTROL=erasedups; history -s b; history; HISTCONTROL=ignorespace; history -s ' sp'; history
HISTCONTROL=; HISTIGNORE='e*'; history -s ee; history -s f; history
history -d 1; history; history -d 99; echo $?; history -d x; echo $?; history -d -1; history; history -d 1-2; echo $?; history; history -d 2-1; echo $?; history -d 1-; echo $?
history -c; for i in 1 2 3 4 5; do history -s "c$i"; done; history -d 2-3; history; history 2; history 0; history -1; echo $?; history x; echo $?; history 1 2; echo $?; history -z; echo $?
history -p '!!' 'x y' '!1'; echo $?; history -p '!nosuch'; echo $?; history -p '!c1'; history -p '^c^d'; history
HISTFILE=hf; history -w; cat hf; echo ext >> hf; history -n; history; history -r; history | wc -l; history -a; wc -l < hf; history -r nosuch; echo $?; history -w nosuch/x; echo $?; history -anw; echo $?; history -c; history -r hf; history | head -2; 
HISTTIMEFORMAT='T '; history -c; history -s q; history; history -w; wc -l <hf; unset HISTTIMEFORMAT
