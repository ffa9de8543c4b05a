/**
 * Random bash programs of commands within commands: every kind of command may stand in every other, with the state that commands leave for
 * one another (attributes of variables, options, traps, functions, open descriptors). They end, and start no tool but cat and sort.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Forms, fillForms } from './forms.ts';
import { makeRandom } from './programs.ts';

const FORMS = JSON.parse(readFileSync(join(import.meta.dirname, 'run-language.forms.json'), 'utf8')) as Forms;

const MAX_DEPTH = 7;
const START = `shopt -s extglob
a=abc b='x y' c=3 x= n=2 i=1 s='a:b c' k=key r=a p=(one 'two w' three) q=([2]=z [5]=v) e=()
declare -A m=([k]=v [key]=w)
f1() { echo "f1 $# $*"; }
f2() { return 2; }
f3() { :; }
set -- A 'B C' D; d=0
`;

/** Ends that show what has become of everything. */
const END = '\necho "end $? $a|$b|$n|$i|$#|$-"; declare -p p q x 2>&1\n';

export const makeLanguage = (seed: number): string => {
  const below = makeRandom(seed);
  let loops = 0;
  const fresh = (): number => loops++;
  const lines = Array.from({ length: 3 + below(6) }, () => fillForms(FORMS, '§c', { below, maxDepth: MAX_DEPTH, fresh }));
  return `${START}${lines.join('\n')}${END}`;
};
