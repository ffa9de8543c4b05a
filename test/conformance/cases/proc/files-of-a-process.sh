# What /proc/PID and its task directories have, with modes and owners.
ls /proc/self | tr '\n' ' '; echo
ls /proc/$$/task/$$ | tr '\n' ' '; echo
cd /proc/$$; for f in [!f]* fdinfo; do stat -c '%A %U %s %n' $f; done
cut -d: -f1 status | tr '\n' ' '; awk '{print NF, $2, $3, $18, $19, $20}' stat; wc -w < statm
cut -d: -f1 io | tr '\n' ' '; wc -w < schedstat; head -2 sched | tail -1; cat ksm_stat timers patch_state
