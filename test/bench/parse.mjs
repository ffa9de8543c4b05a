// What reading bash costs: in line with the length of the text, and beside two other parsers from npm, in one warm process.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPeers } from './install.mjs';
import { median, ms, paired, table, times, verdict } from './measure.mjs';

const PEERS = ['sh-syntax@0.7.0', 'bash-parser@0.5.0'];
const ROUNDS = 9;
/** Milliseconds that a short text is read again and again for. */
const SPELL = 60;

const LINES = ['ls -la /etc', "ps -ef | grep -v root | awk '{print $2}' > /tmp/pids", 'for i in 1 2 3; do echo "$i" $((i * 2)); done'];

/** Fifty lines of what scripts are made of. */
const BLOCK = `# a function, and what it is called with
greet() {
  local name=$1 greeting="\${2:-hello}"
  if [ -z "$name" ]; then
    echo "usage: greet NAME" >&2
    return 1
  elif [[ $name == r*t && -n $greeting ]]; then
    printf '%s, %s\\n' "$greeting" "\${name^}"
  else
    echo "$greeting $name" | tr a-z A-Z | sed 's/O/0/g'
  fi
}
for user in root student nobody; do
  greet "$user" || continue
  count=$((count + 1))
done
while read -r line; do
  case $line in
    \\#*) continue ;;
    *=*) key=\${line%%=*} value=\${line#*=} ;;
    *) echo "odd: $line" ;;
  esac
done < /etc/os-release
unshare -u sh -c 'hostname inside; hostname' && echo done
files=(/etc/*.conf "$HOME"/.bashrc)
echo "\${#files[@]} files, first \${files[0]}"
(cd /tmp && ls -l | head -n 3) 2>/dev/null
total=0
for ((i = 0; i < 10; i++)); do
  ((total += i))
done
echo "total $total" "$(date +%Y)"
if ! grep -q "^root:" /etc/passwd; then exit 3; fi
trap 'rm -f "$tmp"' EXIT
tmp=$(mktemp)
cat <<EOF > "$tmp"
host $(hostname)
user \${USER:-none}
EOF
sort -u "$tmp" | uniq -c
[ -d /proc ] && mount | wc -l
mount -t tmpfs tmpfs /mnt; umount /mnt
x=1 y=2 env | grep '^[xy]='
until [ "$x" -ge 5 ]; do x=$((x + 1)); done
select_one() { echo "$@"; }
select_one a b c
echo {1..5} ~root "\${x}" '$y'
exec 3>&1
echo to three >&3
wait
`;
/** Plainer lines: sh-syntax runs out of its memory on ten thousand of those above. */
const PLAIN = `for f in a b c
do
  if test -f "$f"
  then
    cat "$f" | wc -l
  else
    echo "no $f"
  fi
done
# the next part
x=$(hostname)
ls -l /tmp > out
cd "$HOME" && pwd
case $x in
  local*) echo yes ;;
  *) echo no ;;
esac
`;
const linesOf = (text) => text.split('\n').length - 1;
const script = (lines, block = BLOCK) => block.repeat(Math.ceil(lines / linesOf(block)));

export async function bench(root) {
  const { parse } = createRequire(import.meta.url)(join(root, 'dist/index.cjs'));
  const peers = installPeers(root, 'parsers', PEERS);
  const sh = peers && (await import(pathToFileURL(createRequire(peers).resolve('sh-syntax')).href));
  const bashParser = peers && createRequire(peers)('bash-parser');

  const rows = [];
  for (const line of LINES) {
    const ours = () => spell(() => parse(line));
    const theirs = bashParser && (() => spell(() => bashParser(line)));
    const { ours: a, theirs: b } = theirs ? await paired(ROUNDS, ours, theirs) : { ours: await middle(ours) };
    rows.push([
      line.slice(0, 40),
      us(a),
      b ? us(b) : '-',
      b ? times(b / a) : '-',
      verdict((!b || b / a >= 5) && a < 0.1, '≥ 5×, < 100 µs'),
    ]);
  }
  table(['line', 'ours', 'bash-parser', 'faster', 'goal'], rows);

  const short = script(1000);
  const long = script(16000);
  const linear = await paired(
    ROUNDS,
    () => perLine(parse, long),
    () => perLine(parse, short),
  );
  console.log();
  table(
    ['lines', 'a line', 'ratio', 'goal'],
    [
      ['1 000', us(linear.theirs), '', ''],
      ['16 000', us(linear.ours), times(linear.ratio), verdict(linear.ratio <= 1.3, '≤ 1.3×')],
    ],
  );
  if (!sh) return;
  const text = script(10000, PLAIN);
  const against = await paired(
    ROUNDS,
    () => once(() => parse(text)),
    () => once(() => sh.parse(text)),
  );
  console.log();
  table(
    ['10 000 lines', 'ours', 'sh-syntax', 'ratio', 'goal'],
    [['', ms(against.ours), ms(against.theirs), times(against.ratio), verdict(against.ratio <= 3, '≤ 3×')]],
  );
}

const us = (n) => `${(n * 1000).toFixed(1)} µs`;
const perLine = async (parse, text) => (await once(() => parse(text))) / linesOf(text);

/** Milliseconds of one call. */
async function once(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Milliseconds of a call, of as many as fit into a spell. */
async function spell(run) {
  const start = performance.now();
  let calls = 0;
  do {
    await run();
    calls++;
  } while (performance.now() - start < SPELL);
  return (performance.now() - start) / calls;
}

async function middle(run) {
  const numbers = [];
  for (let i = 0; i < ROUNDS; i++) numbers.push(await run());
  return median(numbers);
}
