function 'q r' { :; }; echo $?
function "q" { :; }; echo $?
function q\ r { :; }; echo $?
'qq'() { :; }; echo $?
q\q() { :; }; echo $?
$x() { :; }; echo $?
function $x { :; }; echo $?
a$x() { :; }; echo $?
12() { :; }; echo $?
function 12 { :; }; echo $?
`x`() { :; }; echo $?
function a`x` { :; }; echo $?
a=b() { :; }
echo $?
function a=b { :; }; echo $?
x[1]() { :; }; echo $?
~() { :; }; echo $?
a*() { :; }; echo $?; declare -F
