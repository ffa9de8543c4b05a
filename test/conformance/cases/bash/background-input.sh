# What a background command of a script reads: nothing, unless the compound command around it was given an input.
printf '%s\n' first second third > lines
one() { read -r line; echo "read '$line'"; }
one < lines & wait
echo "- a group with an input"
{ one & wait; } < lines
echo "- a function called with an input"
call() { one & wait; }
call < lines
echo "- a function that has one"
own() { one & wait; } < lines
own
echo "- a loop"
while read -r first; do one & wait; break; done < lines
echo "- a subshell in the group, and one with an input"
{ (one & wait); } < lines
(one & wait) < lines
echo "- a pipeline"
cat lines | { one & wait; }
echo "- exec"
exec < lines
one & wait
one
