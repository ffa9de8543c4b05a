a=([2]=two [5]=five [9]=nine [12]=twelve)
echo "${a[@]:0:2}"
echo "${a[@]:3:2}"
echo "${a[@]: -4}"
echo "${a[@]: -4:1}"
echo "${!a[@]}" ${#a[@]} "${a[-1]}"
unset 'a[-1]'; echo "${!a[@]}"
a+=(next); declare -p a
a[-1]+=more; declare -p a
echo "${a[-20]}"; echo $?
