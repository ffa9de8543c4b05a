// A module of its own, so that it can be imported late and still by name (graphemes.ts).
export { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
