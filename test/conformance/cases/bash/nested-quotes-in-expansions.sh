x="a'b\"c"; echo "${x//\'/S}" "${x//\"/D}" "${x/"'"/-}" ${x/\'b/}; y=; echo "${y:-"q1 'q2'"}" ${y:-"x  y" z} "${y:-\}}" "${y:-a\}b}"
echo "${x%"${x#?}"}" "${x#"${x%?}"}"; z='$(echo no)'; echo "$z" "${z:-x}"; echo "${y:-$(echo "in $(echo "deep }")")}"; echo ${y:-`echo bt`}
w='a}b'; echo "${w%\}*}" "${w%'}'*}" ${w/\}/-}; echo "${y:-'single'}" ${y:-'single'} "${x:+"$x"}"; echo "a"${y}"b"'c'\d
echo "$(( ${#x} + ${y:+1} ))" "$((${y:+2}))"
