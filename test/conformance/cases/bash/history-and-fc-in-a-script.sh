set -o history
echo a
echo b
history
for i in 1 2
do
  echo $i
done
history 2
cat <<X
doc
X
history 3
fc -l
fc -l -2
fc -ln -1
fc -lr
fc -l 1 2
fc -l 99; echo $?
fc -l echo
fc -l nosuch; echo $?
fc -s b=c echo
fc -z; echo $?
fc -e true 1
fc -e nosuch 1; echo $?
fc -s nosuch; echo $?
echo "!!" !x
history -s stored
history | tail -2
echo $HISTCMD
set +o history
echo not
history | tail -1
fc -l | tail -1
