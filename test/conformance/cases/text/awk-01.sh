# awk: options, operands, messages and statuses, part 1
exec < /dev/null
mkdir w && cd w
fresh() {
  rm -rf ./*
  mkdir -p gd/sub
  echo hello > gd/f
  echo hello > gd/sub/g
  printf 'one fish\ntwo fish\nred fish\nblue fish\nOne Two 12\n\nfoo_bar baz\n' > f
  printf 'x\0y\nhello\n' > nul
  printf 'a\nb\na\nc\nd\ne\na' > ctx
  printf 'fish\ntwo\n' > pats
  printf 'é\nÉa\n한글 x\n' > u
  printf 'a\377b\na\n' > bin
  printf 'a b\nc\n\n\n\nd e\nf\n' > para
  printf '\n\na:b\nc:d\n\ne\n' > para2
}
fresh
awk 'BEGIN{print 1'
echo "= $?"
fresh
awk 'BEGIN{print )}'
echo "= $?"
fresh
awk '{print $1' f
echo "= $?"
fresh
awk 'BEGIN{x=}'
echo "= $?"
fresh
awk 'BEGIN{getline x < "nofile"; print x}'
echo "= $?"
fresh
awk 'BEGIN{print substr("hello",0) substr("hello",-1,3) substr("hello",2,100) substr("hello",1.5,1.5)}'
echo "= $?"
fresh
for b in -2 -1 -0.5 0 0.5 1 1.5 2 2.5 5 6; do for l in -1 0 0.5 1 1.5 2 3 10; do awk -v b=$b -v l=$l 'BEGIN{printf "%s=[%s] ", l, substr("hello",b,l)}'; done; done
echo "= $?"
fresh
awk 'BEGIN{print 1e6, 1e5*10, 100000000000, 0.1, 1/3, 1e300*1e300, -log(0), log(-1)}'
echo "= $?"
fresh
awk 'BEGIN{print 2^53, 2^31, 2^32, 2147483647, 2147483648, -2147483647, -2147483648,1e18, 123456789012}'
echo "= $?"
fresh
awk 'BEGIN{printf "%d %d %i\n", 2^53, -2^40, 1e30}'
echo "= $?"
fresh
awk 'BEGIN{printf "%c%c%c\n", 65, "hello", ""}' | od -c
echo "= $?"
fresh
awk 'BEGIN{printf "%s\n"}'
echo "= $?"
fresh
awk 'BEGIN{printf "%d %s\n", 1}'
echo "= $?"
fresh
awk 'BEGIN{printf "%z\n", 1}'
echo "= $?"
fresh
awk 'BEGIN{printf "%5%|%-5d|%05d|%+d|% d|%x|\n",1,2,3,4,255}'
echo "= $?"
fresh
awk 'BEGIN{printf "%%|%-5d|%05d|%+d|% d|%x|%X|%o|%#o|%#x|%e|%E|%g|%G|%u\n",1,2,3,4,255,255,8,8,255,1.5,1.5,1e10,1e-10,3}'
echo "= $?"
fresh
awk 'BEGIN{printf "%*d|%-*d|%.*f|%*d\n",5,1,5,2,2,3.14159,-4,7}'
echo "= $?"
fresh
awk 'BEGIN{printf "%5s|%-5s|%.2s|%5.1s|%05s|\n","ab","ab","abc","xyz","q"}'
echo "= $?"
fresh
awk 'BEGIN{printf "%.3d|%8.3d|%-8.3d|%08.3d|%+.3d\n",5,5,5,5,5}'
echo "= $?"
fresh
awk 'BEGIN{printf "%g %g %g %g %g %g\n",0,100000,1000000,0.0001,0.00001,123456789}'
echo "= $?"
fresh
awk 'BEGIN{printf "%#g %.3g %.0g %.10g %G\n",1.5,3.14159,1234,1/3,1e-10}'
echo "= $?"
fresh
awk 'BEGIN{printf "%e %.0e %.10e %E\n",0,12345,1/3,1e100}'
echo "= $?"
fresh
awk 'BEGIN{printf "%f %.0f %.0f %.0f %.10f %f\n",1/3,0.5,1.5,2.5,1/3,1e20}'
echo "= $?"
fresh
awk 'BEGIN{printf "%10.3f|%-10.3f|%+f|% f|%010.2f\n",3.14159,3.14159,1,1,-3.14159}'
echo "= $?"
fresh
awk 'BEGIN{printf "%x %u %o %x %u\n", -1, -1, -1, 2^32, 2^40}'
echo "= $?"
