echo ${x y}; echo same line
echo "next $?"
f() { echo ${bad!}; echo in f; }
f; echo same
echo "last $?"
echo ${x
