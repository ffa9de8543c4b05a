# What hash remembers, who counts as a use, and command -p.
hash -r
ls > /dev/null; ls > /dev/null
hash
type ls; type -t ls; command -v ls
hash
hash -t ls; hash -t ls missing; echo $?
hash -d ls; hash -l; hash
hash -p /bin/echo say; say hello; hash -l
hash -lt say
hash missing; echo $?
PATH=/nowhere
hash -r
ls; echo $?
command -p echo found
command -p ls -d /
command -p missing; echo $?
PATH=.:/bin
touch tool; type -t tool; echo $?
tool; echo $?
chmod +x tool; type -a tool; type -P tool
enable -s -p | tail -3
cd -@ /; echo $?
popd word; echo $?
dirs +3; pushd +3; echo $?
mkdir gone; cd gone; rmdir ../gone; cd .; echo $?; pwd -P; echo $?
