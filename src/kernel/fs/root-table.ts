// The literal tree a root file system starts from: plain data, read lazily, so that booting costs nothing (ext4.ts makes an inode at the
// first look-up).

/** Text or bytes, or a function that makes them at the first open. */
export type RootContent = string | Uint8Array | (() => string | Uint8Array);

interface RootOwner {
  /** Permission bits; default 0755 for directories, 0644 for files. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** Entries of one kind, each made when it is looked up. None of them is a directory. */
export interface RootNames {
  readonly kind: 'names';
  readonly names: readonly string[];
  node(name: string): RootFile | RootLink;
}

type RootEntries = Readonly<Record<string, RootNode>> | RootNames;

export interface RootDir extends RootOwner {
  readonly kind: 'dir';
  /** By name; a function is called at the first look-up. */
  readonly entries: RootEntries | (() => RootEntries);
}

export interface RootFile extends RootOwner {
  readonly kind: 'file';
  readonly content: RootContent;
  /** Bytes, when known without making the content. */
  readonly size?: number;
}

export interface RootLink {
  readonly kind: 'link';
  readonly target: string;
}

export type RootNode = RootDir | RootFile | RootLink;

export const dir = (entries: RootDir['entries'] = {}, owner: RootOwner = {}): RootDir => ({ kind: 'dir', entries, ...owner });
export const file = (content: RootContent, owner: RootOwner & { size?: number } = {}): RootFile => ({ kind: 'file', content, ...owner });
export const link = (target: string): RootLink => ({ kind: 'link', target });
