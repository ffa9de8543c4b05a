# Files in the root of proc: that they are there, their modes and the look of their lines.
for f in buddyinfo cgroups consoles crypto devices diskstats dma execdomains filesystems interrupts iomem ioports kallsyms key-users keys kmsg loadavg locks meminfo misc pagetypeinfo partitions slabinfo softirqs stat swaps timer_list uptime version vmallocinfo vmstat zoneinfo; do stat -c '%A %s %n' /proc/$f; done
head -1 /proc/cgroups; cut -f1,4 /proc/cgroups | tail -n +2 | head -3; cat /proc/execdomains /proc/dma /proc/swaps /proc/tty/ldiscs; head -1 /proc/buddyinfo | cut -c1-20
awk '{print $1, NF > 10}' /proc/stat | head -1; cut -d' ' -f1 /proc/stat | grep -v cpu[0-9] | tr '\n' ' '; sed 's/[0-9.]\+/N/g' /proc/loadavg /proc/uptime
cut -d: -f1 /proc/softirqs | tail -n +2 | tr -d ' ' | tr '\n' ' '; ls -d /proc/{acpi,bus,driver,fs,irq,pressure,sysvipc,tty}; sed 's/[0-9.]\+/N/g' /proc/pressure/io
grep -E '^(SwapTotal|HugePages_Total|Hugepagesize|VmallocTotal|Hugetlb|SwapFree)' /proc/meminfo; setpriv --reuid=1000 --regid=1000 --clear-groups cat /proc/kmsg /proc/slabinfo; echo "status $?"
