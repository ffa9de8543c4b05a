# A script may use the descriptors from 10 up although the shell keeps its copies there.
{
  echo into the file
  exec 10>&1
  echo also into the file
} > out
echo on the terminal again
cat out
{ exec 10> ten; echo x >&10; } > out2
echo still here
f() { exec 12>&1; echo in f; } 
f > out3
echo after f
cat out3
exec {var}> named
echo "named" >&$var
exec {var}>&-
cat named ten
bad=-1
exec <&$bad; echo $?
cat <&"$bad"; echo $?
exec 13< /dev/null
exec 13<&-
shopt -s -o nosuchoption; echo $?
shopt -o nosuchoption; echo $?
