echo $(
  echo $LINENO
  echo $LINENO; echo $LINENO


  echo $LINENO
)
x=$(
  echo $LINENO
  { echo $LINENO
    echo $LINENO
  } 
  if true; then echo $LINENO; fi
  for i in 1; do
    echo $LINENO; done
  case x in x) echo $LINENO;; esac
  f() { echo $LINENO
   echo $LINENO
   echo $LINENO; }
  f
)
echo $x
echo "$(echo $LINENO
   echo $LINENO)" \
   "$(echo $LINENO)"
echo `
 echo $LINENO
 echo $LINENO
`
echo a \
 $(echo $LINENO; echo $LINENO) \
 $(
   echo $LINENO; 
   
   
   echo $LINENO) $(echo $LINENO)
cat <(echo $LINENO
echo $LINENO)
cat <<X
$(echo $LINENO
echo $LINENO)
`echo $LINENO
echo $LINENO`
$LINENO
${z-$(echo $LINENO

echo $LINENO)}
X
echo "${z-a

$(echo $LINENO

echo $LINENO)}"
y=( $(echo $LINENO

echo $LINENO)
$LINENO $(echo $LINENO) )
echo ${y[@]}
eval 'echo $LINENO

echo $LINENO $(echo $LINENO

echo $LINENO)'
echo $(eval 'echo $LINENO

echo $LINENO'
echo $LINENO)
echo $((
$(echo $LINENO; echo 2>&1; :) + 0
 + $LINENO ))
[[ $(echo $LINENO

echo $LINENO >&2) -gt 0 ]]
(( $(echo $LINENO >&2

echo $LINENO >&2) > 0 ))
(
echo $LINENO $(
echo $LINENO)

)
{
echo $LINENO
} | cat
g() {

  echo $LINENO $(
  
  
  echo $LINENO)
}; g
g
g;
