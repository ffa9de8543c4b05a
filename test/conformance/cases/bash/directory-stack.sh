pushd /tmp; pushd /; dirs
pushd -n +1; dirs
pushd -n -0; dirs
dirs -v +1;  dirs -p +0; dirs -v -0
cd; dirs -c
mkdir -p a/b c; cd a
dirs x; echo $?
dirs -x; echo $?
dirs 1; echo $?
pushd -n /tmp; dirs; pwd; pushd -n /; dirs; popd -n; dirs; popd -n +1; dirs; dirs -c; dirs
pushd /tmp; pushd /; popd -n +0; dirs; popd -n +1; dirs; pushd -n +1; dirs; popd -n; dirs; popd -n; echo $?
cd; dirs -c; rm -rf a c
mkdir -p a/b c d; cd a; pushd b; pushd ../../c; dirs; dirs -v; dirs -p; dirs -l; dirs -lv; dirs +0; dirs +1; dirs -0; dirs -1; dirs +9; echo $?; dirs -9; echo $?; dirs x; echo $?; dirs -z; echo $?; popd; dirs; pushd; dirs; pushd +1; dirs; pushd -0; dirs; popd +1; dirs; popd -0; dirs; popd; echo $?; popd; echo $?; pushd; echo $?; pushd /nosuch; echo $?; pushd +5; echo $?; pushd x; echo $?; popd x; echo $?; popd +7; echo $?; pushd -n /tmp; dirs; pwd; pushd -n /; dirs; popd -n; dirs; popd -n +1; dirs; dirs -c; dirs; echo "${DIRSTACK[@]}"; pushd /tmp >/dev/null;  pushd -z; echo $?; popd -z; echo $?; pushd a b; echo $?; popd a b; echo $?; pushd -- /tmp; pushd ''; echo $?; pushd -; popd -- +0; dirs -c; pushd ~; dirs; pushd ~/a; dirs -l; cd /; dirs; pushd +0; dirs; pushd -n +1; dirs; dirs -v +1; dirs -p -l +0; (cd /tmp; dirs); dirs -c -v
cd a b; echo $?; cd -z; echo $?; cd nosuch; echo $?; cd -; cd; pwd; cd ''; echo $?; pwd; cd -P .; cd -L ..; pwd; CDPATH=/tmp:/; cd tmp; cd etc; cd ./; CDPATH=; HOME=; cd; echo $?; unset HOME; cd; echo $?; unset OLDPWD; cd -; echo $?; cd /tmp /x; echo $?; HOME=/root; cd; touch f; cd f; echo $?; mkdir -m 0 n; cd n && cd ..; ln -s a l; cd l; pwd; pwd -P; pwd -L; pwd -z; echo $?; pwd x; cd ..; pwd; cd -P l/b; pwd; cd -e -P ..; cd -@ . ; echo $?; cd -PL .;  cd ~nosuch; echo $?; cd -- /tmp; pwd; readonly OLDPWD; cd /; echo $?; readonly PWD; cd /tmp; echo $? $PWD; pwd
