alias; alias a='echo A'; alias; alias a; alias nosuch; echo $?; alias b=c d="e f" g=; alias; alias -p; alias a nosuch b; echo $?; alias -z; echo $?; alias 'x y=z'; echo $?; alias 'a/b=c'; echo $?; alias 'a$b=c'; echo $?; alias =x; echo $?; alias ''; echo $?; alias "q=it's"; alias q; unalias a; alias a; unalias nosuch; echo $?; unalias; echo $?; unalias -z; echo $?; unalias b nosuch d; echo $?; alias; unalias -a; alias; unalias -a x; echo $?; a; echo $?
shopt -s expand_aliases
alias e='echo '
alias w='world'
e w
e w w
alias ll='ls -d'
ll /
\ll /; 'll' /
alias if2='if true; then'
if2 echo yes; fi
alias multi='echo 1; echo 2'
multi
alias self='self x'; self() { echo self $*; }; self y
alias p='printf "%s\n"'
p 'a b'
alias end='done'
for i in 1 2; do echo $i; end
alias c1='echo (' 
alias !x='echo bang'; alias @y='echo at'
!x; @y
x=1 e w; FOO=bar e w
alias a1=a2 a2=a1; a1
alias a3='a4 ' a4='echo x' ; a3 w; a3 e w
alias cmt='# '; cmt this is ignored
alias nl='echo a
echo b'; nl
nl
f() { e w; }; unalias w; f; alias w=again; f
$(echo e) w; v=e; $v w; command e w; eval 'e w'; builtin alias | head -2; (e w); { e w; }; ! e w; e w | cat; true && e w; if e w; then e w; fi; case w in w) e w;; esac; while e w; do break; done; function e2 { e w; }; e2; [[ w == w ]] && e w; time e w 2>/dev/null
alias for=x; for i in 1; do echo kw; done; unalias for; set -o posix; alias if='echo no'; if true; then echo ok; fi; set +o posix; unalias -a; e w; BASH_ALIASES[zz]='echo zz'; alias; zz
zz; declare -p BASH_ALIASES; unset 'BASH_ALIASES[zz]'; alias; alias -p x=y; alias -- k=v; alias --; alias k
