a=(1 2 [5]=six seven [1]=TWO three)
declare -p a
a[10#08]=oct; a[2+2]=four; declare -p a
b=("${a[@]}"); declare -p b
c=(*.nothing "" ''); declare -p c
d=($(echo x y z)); d+=(w); d+=; declare -p d
e=scalar; e[1]=one; declare -p e
e+=(two); e+=zero; declare -p e
unset 'e[0]'; echo "[$e]" "${e[*]}"
x=5; f=([x]=a [x+1]=b); declare -p f
declare -a g='(1 2 3)'; declare -p g
a[-50]=no; echo "status $?"
readonly -a ro=(1 2); ro[0]=x; echo "not printed on this line"
echo "next line, status $?"
