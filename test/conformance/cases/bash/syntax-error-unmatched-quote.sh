echo one
echo "open
echo two
