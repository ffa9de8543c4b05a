# The history list of a script that asks for it.
history; echo $?
set -o history
: first
: second
history 2
history -s stored by hand
history
if true
then echo "on three
lines"
fi
history 1
history -d 1
history -d -2
history -d 99; echo $?
history -p 'word' '!-1'
history bad; echo $?
history 1 2; echo $?
history -Q; echo $?
HISTFILE=file
history -w; wc -l < file
: third
history -a; wc -l < file
history -c; history
history -r file; history 3
HISTCONTROL=ignoredups:ignorespace
: same
: same
 : hidden
history 3
HISTIGNORE='ign*'
ignored 2> /dev/null
history 1
fc -l -2 -1
fc -ln -1
set +o history
: not kept
history 1
echo $HISTCMD
