# Defaults and what is accepted by a choice of sysctls.
cd /proc/sys; for f in kernel/{hung_task_timeout_secs,io_uring_disabled,keys/maxkeys,max_lock_depth,oops_limit,panic_on_oops,printk_ratelimit,sched_rt_runtime_us,softlockup_panic,timer_migration,watchdog_thresh} vm/{compaction_proactiveness,dirty_expire_centisecs,laptop_mode,memfd_noexec,min_slab_ratio,oom_dump_tasks,page-cluster,panic_on_oom,stat_interval,watermark_scale_factor,zone_reclaim_mode} fs/{fanotify/max_queued_events,lease-break-time,pipe-max-size,suid_dumpable}; do echo "$(stat -c %a $f) $f $(cat $f)"; done
cat kernel/seccomp/actions_avail vm/lowmem_reserve_ratio kernel/usermodehelper/bset kernel/poweroff_cmd
w() { echo "$1" > $2; echo "$2 '$1' $? $(cat $2)"; }
w 3 vm/panic_on_oom; w abc vm/laptop_mode; w 70 kernel/watchdog_thresh; w ' 3 ' vm/page-cluster; w 0x3 vm/page-cluster; w 33 vm/page-cluster
setpriv --reuid=1000 --regid=1000 --clear-groups bash -c 'echo 1 > vm/panic_on_oom; cat kernel/usermodehelper/bset vm/mmap_rnd_bits; echo $?'
