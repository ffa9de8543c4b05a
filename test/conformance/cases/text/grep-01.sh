# grep: options, operands, messages and statuses, part 1
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
grep fish f
echo "= $?"
fresh
grep -c fish f
echo "= $?"
fresh
grep -n fish f
echo "= $?"
fresh
grep -v fish f
echo "= $?"
fresh
grep -vc fish f
echo "= $?"
fresh
grep -i one f
echo "= $?"
fresh
grep -w two f
echo "= $?"
fresh
grep -wi two f
echo "= $?"
fresh
grep -x 'two fish' f
echo "= $?"
fresh
grep -o '[a-z]*sh' f
echo "= $?"
fresh
grep -on '[a-z]*' f
echo "= $?"
fresh
grep -ob '[a-z]*' f
echo "= $?"
fresh
grep -l fish f gd/f nofile
echo "= $?"
fresh
grep -L fish f gd/f
echo "= $?"
fresh
grep -q fish f nofile
echo "= $?"
fresh
grep -s x nofile
echo "= $?"
fresh
grep -h hello gd/f gd/sub/g
echo "= $?"
fresh
grep -H fish f
echo "= $?"
fresh
grep -r hello gd | sort
echo "= $?"
fresh
grep -rh hello gd | sort
echo "= $?"
fresh
grep -rl hello gd | sort
echo "= $?"
fresh
grep -rc hello gd | sort
echo "= $?"
fresh
grep -m1 fish f
echo "= $?"
fresh
grep -m2 -c fish f
echo "= $?"
fresh
grep -A1 two f
echo "= $?"
