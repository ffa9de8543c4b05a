unshare -r cat /proc/self/uid_map; unshare -r cat /proc/self/gid_map; unshare -r cat /proc/self/setgroups; unshare -U cat /proc/self/uid_map; cat /proc/self/uid_map
