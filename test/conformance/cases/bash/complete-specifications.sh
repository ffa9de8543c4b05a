# complete and compopt: specifications as they are listed, changed and removed.
complete -v -o nospace -A function -a -o default -F fn -G '*.c' -W 'w1 w2' -X '*.x' -P pre -S 'a suffix' -C cmd tool
complete -p tool
complete -A signal -A arrayvar -b -a -A builtin other
complete -p other
complete -W x 'a b' '~home'
complete -p 'a b' '~home'
complete -F '#fn' x; complete -p x
for flag in -D -E -I; do
  complete -p $flag; echo $?
  complete $flag -W words
  complete -p $flag
  compopt $flag -o filenames
  complete -p $flag
done
compopt -o nospace +o nospace other; complete -p other
compopt -o plusdirs -o nosort -- other; complete -p other
compopt -o nospace; echo $?
compopt -o nonsense other; echo $?
compopt -o nospace unknown other; echo $?
complete -p other
complete -o nonsense y; echo $?
complete -p unknown; echo $?
complete -r unknown; echo $?
complete -r other tool x; complete -p tool; echo $?
complete -r; complete -p; echo $?
complete -F none; echo $?
f() { compopt -o nospace; echo "in the function: $?"; COMPREPLY=(a); }
compgen -F f
