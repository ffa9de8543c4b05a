unshare -pf sh -c 'exit 9'; echo $?
unshare -pf sh -c 'kill -9 $$; echo alive'; echo $?
unshare -pf false; echo $?; unshare -pf nosuch; echo $?
