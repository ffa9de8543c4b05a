{
  :
} > /nonexist/1
if true
then
  echo b
fi > /nonexist/2
for i in a \
  b
do
  { :
  } > /nonexist/3
done
while :
do
  ( :
  ) > /nonexist/4
  break
done
f() {
  {
  :
  } > /nonexist/5

  for x in
  do :
  done < /nonexist/6
  echo $(
    nosuch6
    { : 
    } > /nonexist/7
  )
}
f
case x in
  x)
    {
    :
    } > /nonexist/8
    ;;
esac
function g
{
  :
  f < /nonexist/9
} < /nonexist/10
g
h() 
{ :
  { :; } < /nonexist/11
}
h; h \
 a
[[ a == b ||
   -n $(nosuch12) ]]
[[ a == b ]] < \
  /nonexist/13
((
  1
)) < /nonexist/14
for ((i=0;
   i<1; i++)); do :
done < /nonexist/15
for ((i=0;
   i<1; i++)); do
  nosuch16
  { :
  } < /nonexist/17
done
select x in a; do
 { :
 } < /nonexist/18
 break
done <<< 1
until
  { :
  } < /nonexist/19
do break
done
nosuch20 |
  nosuch21
nosuch22 \
  arg > /nonexist/23
echo a &&
  nosuch24 ||
  nosuch25
echo "multi
line" > /nonexist/26
nosuch27 "multi
line"
x="a
b" nosuch28
y="a
b$(nosuch29)"
: ${z?multi
line}
echo next $LINENO
( nosuch30
  : < /nonexist/31
)
{ nosuch32
} 2>&1 | cat
{ nosuch33
  { :
  } < /nonexist/34
} &
wait
cat <<X
$(nosuch35)
$((1/0))
X
echo $LINENO
cat <<X; nosuch36
text
$(
nosuch37)
X
case $(nosuch38) in
 $(nosuch39)) :;;
 *) echo $LINENO
esac
arr=(a
 $(nosuch40)
 $((1/0))
)
echo end $LINENO
