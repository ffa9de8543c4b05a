mkdir d; cd d; touch a.c b.c .hid A.C 'sp ace' '[x]' x1 x2 x10; mkdir -p s/t; touch s/t/u.c s/v.c
echo *; echo *.c; echo [ab].c; echo [!ab]*; echo ?; echo x[0-9]; echo [[:upper:]]*; echo \[*
echo nomatch*; shopt -s nullglob; echo [nomatch*] end; shopt -u nullglob
shopt -s dotglob; echo *; shopt -u dotglob; shopt -s nocaseglob; echo a*; shopt -u nocaseglob
shopt -s globstar; echo **/*.c; echo **/; echo s/**; shopt -u globstar
shopt -s extglob; echo !(*.c|s*); echo @(a|b).c x+([0-9]); shopt -s failglob; echo no*match; echo "status $?"
shopt -u failglob; GLOBIGNORE='*.c'; echo *; unset GLOBIGNORE; echo */ */*; v='*.c'; echo $v "$v"
