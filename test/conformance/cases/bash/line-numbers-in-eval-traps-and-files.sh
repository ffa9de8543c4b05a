echo $( { :; } > /nonexist/1 )
echo $( :
{ :; } > /nonexist/2
:
{ :; } > /nonexist/3
if :
then
 :
fi > /nonexist/4
)
echo ` { :; } > /nonexist/5 `
echo `
:
{ :; } > /nonexist/6`
: <({ :; } > /nonexist/7
:
{ :; } > /nonexist/8)
sleep 0.1
eval '{ :; } > /nonexist/9'
eval '{ :; } > /nonexist/10
'
eval ':
{ :; } > /nonexist/11
eval "{ :; } > /nonexist/12"
( { :; } > /nonexist/13 )
{ { :; } > /nonexist/14
}
nosuch
f() { { :; } > /nonexist/15; }
f
if false; then
:
elif { :; } > /nonexist/16; then
:
fi
for i in 1; do { :; } > /nonexist/17; done
for i in 1
do { :; } > /nonexist/18
done
'
trap '{ :; } > /nonexist/19' USR1
kill -USR1 $$
trap 'echo $LINENO
{ :; } > /nonexist/20
echo $LINENO
nosuch' USR1

kill -USR1 $$
trap 'echo $LINENO
{ :; } > /nonexist/21
echo $LINENO
nosuch' ERR

{ false
}
trap - ERR
cat > x.inc <<'X'
echo $LINENO
{ :
} > /nonexist/22
nosuch
eval '{ :; } > /nonexist/23
nosuch'
f() {
  { :; } > /nonexist/24
  nosuch
}
f
X
. ./x.inc
bash -c '{ :; } > /nonexist/25
nosuch
{ :
} > /nonexist/26
f() {
  { :; } > /nonexist/27
  nosuch
}
f
eval "{ :; } > /nonexist/28
nosuch"
echo $(nosuch)
echo `nosuch`
'
bash <<'X'
{ :; } > /nonexist/25
nosuch
{ :
} > /nonexist/26
f() {
  { :; } > /nonexist/27
  nosuch
}
f
eval "{ :; } > /nonexist/28
nosuch"
echo $(nosuch)
echo `nosuch`
X
trap '
{ :; } > /nonexist/29
nosuch' EXIT
