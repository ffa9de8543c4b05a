# a startup file may end the shell; an error in one only abandons the file
mkdir -p /tmp/h; export HOME=/tmp/h
trap 'echo outer' EXIT
echo 'echo in profile; exit 7' > /tmp/h/.bash_profile
bash -l -c 'echo not reached'; echo $?
echo 'trap "echo bye" EXIT; set -u; echo $nosuch; echo after' > /tmp/h/.bash_profile
bash -l -c 'echo reached'; echo $?
printf 'echo one\necho ${x!}\necho two\n' > /tmp/h/.bash_profile
bash -l -c 'echo reached'; echo $?
echo 'set -e; false; echo after' > /tmp/h/.bash_profile
bash -l -c 'echo reached'; echo $?
echo 'fi; echo x' > /tmp/h/.bash_profile
bash -l -c 'echo reached'; echo $?
echo 'readonly r=1; r=2; echo x' > /tmp/h/env
BASH_ENV=/tmp/h/env bash -c 'echo reached $?'; echo $?
# no process left to start one in
rm /tmp/h/.bash_profile
unshare -p bash -c 'true; (:); bash -l -c "echo x"' 2>&1 | grep -o 'profile.*'
