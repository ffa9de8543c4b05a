a=$(readlink /proc/self/ns/uts); b=$(bash -c 'readlink /proc/self/ns/uts'); [ "$a" = "$b" ] && echo same
c=$(unshare -u readlink /proc/self/ns/uts); [ "$a" = "$c" ] || echo other
