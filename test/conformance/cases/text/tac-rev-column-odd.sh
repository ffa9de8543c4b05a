# tac with a regular expression, from the end backwards; rev and column with bytes that are no characters; columns that are limited
printf 'one\ntwo\nthree\n' > l; printf 'a1b11c' > s; printf 'ok\nbad \377 byte\nmore\n' > u
tac -r l; tac -rs '1+' s; echo; tac -rs '1\|b' s; echo; tac -brs '[0-9]' s; echo; tac -rs '' l
rev u l; echo $?
column u; column -t u
printf 'a,b,c\n1,2,3\n' > c
column -s, -t -l 2 c; column -s, -t -N A,B,C c; column -s, -J -N A,B c; column -s, -J -N A,B,C c
for o in '-N A' '-J' '-x -t' '-c x' '-t -l x' '-t -N A -H B' '-r 1'; do column $o l; done
column -t -O 2,1 l; printf 'no nl' > n; diff -e n l; echo $?; diff -e l n; echo $?; diff -f l n; echo $?; diff -e n n; echo $?; diff -n l n; echo $?
