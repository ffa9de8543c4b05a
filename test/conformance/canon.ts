// Two transcripts of the same case differ in what Linux hands out by chance: namespace numbers, MAC addresses, mount and peer group ids.
// Each of those becomes a label, numbered in order of appearance, so that equal structure gives equal text.
// The recordings beside this repository were written with the same labels; oracle.test.ts compares the two where both are there.

type Replace = (text: string) => string;

/** Gives every distinct key its own label of that name. */
function labels(name: string): (key: string) => string {
  const numbers = new Map<string, string>();
  return (key) => {
    const known = numbers.get(key) ?? `<${name}${numbers.size + 1}>`;
    numbers.set(key, known);
    return known;
  };
}

const NS_NUMBER = /\b40265[34]\d{4}\b/g;
const MAC = /\b(?!00:00:00:00:00:00|ff:ff:ff:ff:ff:ff)[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b/g;
const LINK_LOCAL = /\bfe80::[0-9a-f:]+/g;
const CARD_PEER = /enp0s3@if\d+/g;
const MOUNTINFO_IDS = /^(\d+) (\d+) (\d+:\d+) (?=\/)/gm;
const PEER_GROUP = /\b(shared|master|propagate_from):(\d+)/g;

export function canon(transcript: string): string {
  const [mount, device, peer] = [labels('mnt'), labels('dev'), labels('peer')];
  const steps: readonly Replace[] = [
    (t) => t.replaceAll('\r\n', '\n'),
    (t) => t.replace(NS_NUMBER, labels('ns')),
    (t) => t.replace(MAC, labels('mac')),
    (t) => t.replace(LINK_LOCAL, labels('linklocal')),
    // The recorder's card is one end of a veth pair, and columns keep their width.
    (t) => t.replace(CARD_PEER, (name, at: number) => (t[at + name.length] === ' ' ? 'enp0s3'.padEnd(name.length) : 'enp0s3')),
    (t) => t.replace(/ link-netnsid 4242\b/g, ''),
    (t) => t.replace(MOUNTINFO_IDS, (_line, id: string, parent: string, dev: string) => `${mount(id)} ${mount(parent)} ${device(dev)} `),
    (t) => t.replace(PEER_GROUP, (_field, kind: string, id: string) => `${kind}:${peer(id)}`),
  ];
  const replaced = steps.reduce((text, step) => step(text), transcript);
  const lines = replaced.split('\n').map((line) => line.trimEnd());
  return `${lines.join('\n').trimEnd()}\n`;
}
