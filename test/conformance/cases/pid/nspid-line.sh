unshare -pf bash -c 'grep -c NSpid /proc/self/status'; grep NSpid /proc/self/status | wc -w
