alias a='echo A'; a 1
shopt -s expand_aliases
a 2; alias b='a ' c=3; b c; \a 4; 'a' 5
alias f=nosuch; unalias f; alias f; echo $?; unalias zz; echo $?
alias if_='if true; then'
if_ echo yes; fi
alias g='echo g'
h() { g; }; alias g='echo changed'
h; g
alias; unalias -a; alias | wc -l; alias 'bad name=x'; echo $?
