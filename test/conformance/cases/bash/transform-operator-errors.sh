x=1
echo "${x@Z}"; echo "after $?"
echo "${x@}"; echo "after $?"
echo "${x@QQ}"; echo "after $?"
echo "${!x@Q}"; echo "after $?"
