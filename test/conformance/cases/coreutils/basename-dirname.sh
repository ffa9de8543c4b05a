basename /a/b/c; basename /a/b/c.txt .txt; basename -s .c a.c b.c; basename -a x/y z/w; basename /; basename ''; basename; echo $?
dirname /a/b/c; dirname a; dirname /; dirname a/b/ c/d; dirname; echo $?
