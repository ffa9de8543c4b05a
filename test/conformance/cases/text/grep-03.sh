# grep: options, operands, messages and statuses, part 3
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
grep -P '^(?=.*one)' f
echo "= $?"
fresh
grep -oP '\bf\w+' f
echo "= $?"
fresh
grep -P 'a(' f
echo "= $?"
fresh
grep -P '[[:digit:]]' f
echo "= $?"
fresh
grep -P '\x66ish' f
echo "= $?"
fresh
grep -P '(?i)ONE' f
echo "= $?"
fresh
grep -z a ctx | tr '\0' @
echo "= $?"
fresh
grep a bin
echo "= $?"
fresh
grep -a a bin
echo "= $?"
fresh
grep -c a bin
echo "= $?"
fresh
grep -I a bin
echo "= $?"
fresh
grep --binary-files=text a bin | sort
echo "= $?"
fresh
grep --binary-files=without-match a nul | sort
echo "= $?"
fresh
grep hello nul
echo "= $?"
fresh
grep -c hello nul
echo "= $?"
fresh
grep -l hello nul
echo "= $?"
fresh
grep -v hello nul
echo "= $?"
fresh
grep -n b bin
echo "= $?"
fresh
grep --color=always fish f | sort
echo "= $?"
fresh
grep --color=always -n fish f gd/f | sort
echo "= $?"
fresh
grep --color=always -o fish f | sort
echo "= $?"
fresh
grep --color=always -C1 red f | sort
echo "= $?"
fresh
grep --color=always -v fish f | sort
echo "= $?"
fresh
grep --color=always -v -C1 red f | sort
echo "= $?"
fresh
grep --color=always -l fish f | sort
echo "= $?"
