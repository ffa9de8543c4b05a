echo '(exit 4); return 7; echo no' > env1
echo 'false' > env2
echo 'return 7' > env3
echo '(exit 3); return' > env4
echo 'f() { return 5; }; f' > env5
echo 'exit 6' > env6
echo 'nosuch' > env7
echo 'echo "' > env8
echo 'if' > env9
echo '. ./env1; echo in $?' > env10
echo 'eval "return 8"' > env11
echo 'trap "echo trapped \$?" EXIT; return 9' > env12
echo 'trap "echo ret \$?" RETURN; return 9' > env13
for e in env1 env2 env3 env4 env5 env6 env7 env8 env9 env10 env11 env12 env13; do
echo "== $e"
BASH_ENV=$e bash -c 'echo "st $?"'; echo $?
BASH_ENV=$e bash -c ''; echo $?
BASH_ENV=$e bash /dev/null; echo $?
echo 'echo s $?' > scr; BASH_ENV=$e bash scr
BASH_ENV=$e bash < scr
bash --rcfile $e -ic 'echo "st $?"' 2>/dev/null; echo $?
HOME=/nonexist bash --rcfile $e -i <<< 'echo "st $?"' 2>/dev/null; echo $?
done
