# grep: options, operands, messages and statuses, part 6
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
grep -ob x u
echo "= $?"
fresh
grep '[[:alpha:]]' u
echo "= $?"
fresh
grep -E '\w+ x' u
echo "= $?"
fresh
grep -w 'é' u
echo "= $?"
fresh
grep -T fish f
echo "= $?"
fresh
grep -nT fish f
echo "= $?"
fresh
grep -HnbT fish f
echo "= $?"
fresh
grep --label=foo -H x < u
echo "= $?"
fresh
grep -H x < u
echo "= $?"
fresh
cat f | grep fish
echo "= $?"
fresh
cat f | grep -H fish -
echo "= $?"
fresh
cat f | grep fish - gd/f
echo "= $?"
fresh
grep -Z -l fish f gd/f | tr '\0' @
echo "= $?"
fresh
grep -cZ fish f gd/f | tr '\0' @
echo "= $?"
fresh
grep -HZ fish f | tr '\0' @
echo "= $?"
fresh
grep --include='*.c' -r hello gd | sort
echo "= $?"
fresh
grep --include=f -r hello gd | sort
echo "= $?"
fresh
grep --exclude=f -r hello gd | sort
echo "= $?"
fresh
grep --exclude-dir=sub -r hello gd | sort
echo "= $?"
fresh
grep --exclude-dir=gd -r hello gd | sort
echo "= $?"
fresh
grep --exclude=f fish f
echo "= $?"
fresh
grep -r hello gd/ | sort
echo "= $?"
fresh
grep -r hello gd/f | sort
echo "= $?"
fresh
grep -rH hello gd/f | sort
echo "= $?"
fresh
grep -R hello gd | sort
echo "= $?"
