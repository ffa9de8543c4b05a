# maps, smaps and their like: lines of one form, for whoever may look.
p=/proc/$$
grep -oE '\[(heap|stack|vdso|vvar|vsyscall)\]' $p/maps; awk '$6 == "/usr/bin/bash" {print $2}' $p/maps | sort -u
awk '{print (NF >= 5), $2 ~ /^[r-][w-][x-][ps]$/}' $p/maps | sort -u; tail -1 $p/maps; cut -d: -f1 $p/smaps_rollup | tail -n +2 | tr '\n' ' '; head -1 $p/smaps_rollup | awk '{print $2,$6}'
sed -n 2,24p $p/smaps | cut -d: -f1 | tr '\n' ' '; awk '/^Size/{s+=$2} END {print s > 100}' $p/smaps
head -1 $p/numa_maps | cut -d' ' -f2,3; ls $p/map_files | grep -cvE '^[0-9a-f]+-[0-9a-f]+$'; readlink $p/map_files/* | grep -c bash | awk '{print $1 > 1}'; stat -c %A $p/map_files/* | sort -u | head -1
wc -c < $p/auxv; od -An -t u8 -N 2048 -w16 $p/auxv | awk '$1 == 6 || $1 == 17 || $1 == 11 {print $1, $2}'; sleep 5 & wc -w < /proc/$!/syscall; sleep 0.1; cut -d' ' -f1 /proc/$!/syscall; cat /proc/$!/wchan; echo; kill $!; cat /proc/self/syscall | cut -d' ' -f1
