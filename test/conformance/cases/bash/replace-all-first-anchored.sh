s='banana bandana'
echo "${s/an/AN}" "${s//an/AN}" "${s/#ban/BAN}" "${s/%ana/ANA}" "${s//an}" "${s/a*n/X}"
echo "${s//[aeiou]/_}" "${s//[^a-n]/}" "${s/?a/<&>}" "${s//a/\/}"
shopt -u patsub_replacement; echo "${s/?a/<&>}"; shopt -s patsub_replacement
r='&-&'; echo "${s/ban/$r}" "${s/ban/"$r"}" "${s/ban/\&}"
echo "${s/#/start }" "${s/%/ end}" "${s//}" "${s/x/y}"
a=(aa ba ca); echo "${a[@]/a/1}" "${a[@]/%a/2}" "${a[*]//a/3}"
set -- q1 q2; echo "${@/q/Q}"
p=a/b/c; echo ${p//\//.} ${p//'/'/:} "${p////-}"
