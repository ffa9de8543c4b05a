# Standard output that is full or closed: what each program says, and its status.
cd /tmp
printf 'a b\nc d\n' > f
printf 'a b\nc e\n' > g
commands=(
  'ls f' 'cat f' 'sort f' 'sed p f' 'awk 1 f' 'grep a f' 'grep -c a f' 'head f' 'tail f' 'wc f' 'cut -c1 f' 'paste f' 'tac f' 'rev f'
  'nl f' 'od f' 'xxd f' 'base64 f' 'md5sum f' 'uniq f' 'comm f g' 'join f g' 'fold f' 'seq 3' '/bin/echo x' 'env' 'printenv PATH' 'id -u'
  'whoami' '/bin/pwd' 'uname' 'date' 'hostname' 'stat f' 'readlink /bin' 'realpath f' 'basename a/b' 'dirname a/b' 'find f' 'du f'
  'diff f g' 'cmp f g' 'tr a b < f' 'column f' 'expr 1 + 1' 'nproc' 'tty' 'factor 12' 'cksum f' 'sum f' 'ls --help' 'cat --version'
  'grep --help' 'sed --version' 'nice' 'numfmt 1000' 'nohup --version' 'getopt -o a -- -a' 'ip link' 'mktemp -u'
  'echo x' 'printf x' 'type ls' 'set -o' 'declare -p PATH' 'times' 'umask' 'command -v ls' 'kill -l' 'compgen -W a' 'pwd' 'dirs' 'trap -p'
)
for command in "${commands[@]}"; do
  eval "$command > /dev/full"; echo "$command (full): $?"
  eval "$command >&-"; echo "$command (closed): $?"
done 2>&1
