echo one
x=$(echo a; fi)
echo "two [$x] $?"
