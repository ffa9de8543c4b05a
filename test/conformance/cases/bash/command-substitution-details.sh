x=$(printf 'a\n\n\n'); echo "[$x]"; echo "[$(printf 'nul\0byte')]"; echo $(exit 3) $?; y=$(exit 4); echo $?
echo $(echo 'a  b'  c) "$(echo 'a  b'  c)"; z=`echo \`echo in\``; echo $z; echo $(case a in a) echo paren;; esac)
echo $(< /etc/debian_version); v=$(<nosuch); echo $?
echo $( (echo sub) ) $((echo notarith) | cat); a=($(seq 3)); echo ${#a[@]}
echo "$(echo "$(echo "\$x")")" $(echo \$x) `echo \$x` "`echo \"q\"`"; readonly r=$(false); echo $?; w=$(false) true; echo $?
$(echo echo run) me; $(true); echo $?; $(false); echo $?; q=1 $(exit 7); echo $? $q
