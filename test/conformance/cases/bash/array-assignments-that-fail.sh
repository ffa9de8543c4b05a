# Bad subscripts: what is said, what is abandoned, and what is assigned all the same.
a[]=1; echo not reached
echo "next line, $?"
a[1]=(x y); echo not reached
a=([]=none [1]=one [*]=star [-9]=before [@]=at two)
declare -p a
a[-7]=x; echo not reached
unset 'a[-8]'; echo "unset: $?"
declare -a empty
unset 'empty[-1]'; echo "unset: $?"
declare -A m=([k]=v)
m=([]=none [*]=star [x]=y)
declare -p m
m[]=1; echo not reached
unset 'm[*]'
declare -p m
b=1 c[0]=2 env | grep -E '^[bc]'
b=(1 2) env | grep '^b='
declare -p b c
export d[1]; readonly d[2]; echo $?
BASH_ARGC=1; echo $?
declare GROUPS=1; echo $?
