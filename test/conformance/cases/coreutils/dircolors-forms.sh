# dircolors: the built-in colours, a file of one's own, terminals, shells and what is wrong
export TERM=xterm SHELL=/bin/bash
dircolors -b; dircolors -c | head -c 60; echo; TERM=vt dircolors; SHELL=/bin/tcsh dircolors | head -c 40; echo
printf 'DIR 01;33\n.foo 31 # x\n*rc 5\nTERM xterm*\nLINK target\nTERM vt*\nEXEC 3\nOPTIONS x\n' > dc
for t in xterm vt100 foo; do TERM=$t dircolors dc; done; dircolors - < dc
printf 'DIR 01;33\nBAD\nXX 3\n' > bad; dircolors bad; echo $?
dircolors --print-ls-colors dc | cat -v
SHELL= dircolors; dircolors a b; dircolors -p -b; dircolors nofile; dircolors -p --print-ls-colors
