# The ready-made formats of ps: their headings, and the line of a sleeping process.
unshare -fp --mount-proc bash <<'E'
sleep 100 & sleep 0.1
h() { ps "$@" 2>&1 | head -1; }
for o in -f -F -l -ly -fl -lF -j -c -L -T -eLf -eM u l j v s X Z '-O ppid' 'O ppid' -ef aux axjf -ely; do echo "== $o"; h $o; done
for o in -c -T -L '-O ppid' -eM; do ps $o | grep sleep$; done
ps -C sleep -o suid,sgid,fuid,supgid,svuid,svgid,sched,policy,class,cls,priority,intpri,pri,opri,ni,sgi_p,thcount,nlwp; ps -C sleep -o tty,tt,tname,tty4,tty8,sess,sid,pgid,tpgid,context,exe
ps -o '%U %G %p %c' -p 1; ps -o pid:3,comm:5,args:8 -p 1; ps -o user:3,user:20 -p 1; ps -o pid=P,comm=COMM -p 1; ps n -o user,group -p 1; ps --context -p 1; ps -C sleep -o stat,s,state,f,wchan:20,wname
E
