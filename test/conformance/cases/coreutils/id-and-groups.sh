id -u; id -un; id; id student; id -G student; id nosuch; echo $?; whoami; groups; logname 2>/dev/null; echo $?
