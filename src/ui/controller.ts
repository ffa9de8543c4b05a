// The UI's heart. It owns the session, one headless terminal for each simulated one, and what is open on the screen; keys come through the
// router, the chrome (Ink) comes after the first frame and is handed in.

import { encode } from '../abi/bytes.ts';
import type { ControlReply } from '../abi/control.ts';
import { findFolder, type LessonLoader, lessonFolders } from '../lesson/catalog.ts';
import { Session, type SessionListener } from '../lesson/session.ts';
import { lessonList } from '../lesson/verbs.ts';
import { barRows } from './chords.ts';
import type { Chrome } from './chrome.tsx';
import type { Compositor } from './compositor.ts';
import { firstGrid } from './first.ts';
import type { UiOptions } from './host.ts';
import { type Layout, layout } from './layout.ts';
import { type ChromeModel, type DialogModel, lessonModel, type TerminalModel, terminalModel } from './model.ts';
import { readProgress, writeProgress } from './progress-file.ts';
import { Pump } from './pump.ts';
import { KeyRouter } from './router.ts';
import type { Grid } from './screen.ts';
import { type ScrollState, scrollStatus } from './scrollback.ts';
import { type LeaderKey, pickGlyphs, pickLang } from './settings.ts';
import { SessionTerminal } from './terminal.ts';
import type { Glyphs } from './theme.ts';

/** Milliseconds that a notice stays. */
const NOTICE_FOR = 5000;

/** Open on the screen, beyond the session's own state. */
interface ViewState {
  readonly focus: string;
  readonly lesson: 'hidden' | 'shown' | 'page';
  readonly lessonScroll: number;
  readonly isZoomed: boolean;
  readonly dialog: DialogModel | null;
  readonly isBarShown: boolean;
  readonly notice: string | null;
  readonly scroll: ScrollState | null;
}

export class Controller implements SessionListener {
  readonly options: UiOptions;
  readonly session: Session;
  readonly compositor: Compositor;
  readonly router: KeyRouter;
  private readonly leader: LeaderKey;
  private readonly glyphs: Glyphs;
  private readonly pump: Pump;
  readonly terminals = new Map<string, SessionTerminal>();
  private chrome: Chrome | null = null;
  private onNewTerminal: (t: SessionTerminal) => void = () => {};
  private readonly onQuit: (status: number) => void;
  view: ViewState = {
    focus: 'A',
    lesson: 'shown',
    lessonScroll: 0,
    isZoomed: false,
    dialog: null,
    isBarShown: false,
    notice: null,
    scroll: null,
  };
  layout: Layout;
  private terminalModels = new Map<string, Pick<TerminalModel, 'who' | 'changed'>>();
  private noticeTimer: ReturnType<typeof setTimeout> | null = null;
  private drawing: ReturnType<typeof setImmediate> | null = null;
  private isClosed = false;

  constructor(options: UiOptions, compositor: Compositor, leader: LeaderKey, onQuit: (status: number) => void) {
    const { host } = options;
    this.options = options;
    this.compositor = compositor;
    this.leader = leader;
    this.onQuit = onQuit;
    this.router = new KeyRouter(this, leader);
    this.glyphs = pickGlyphs(options.ascii, host.env, host.platform);
    this.session = new Session(
      {
        create: options.createMachine,
        files: host.lessons(),
        lang: pickLang(options.lang, host.env),
        profile: options.profile,
        seed: options.seed,
        user: 'root',
        progress: readProgress(host),
        mono: () => host.now() * 1e6,
        epoch: Math.floor(host.epoch()),
      },
      this,
    );
    this.pump = new Pump(
      this.session,
      () => this.backlog(),
      () => this.refresh(),
    );
    this.layout = this.computeLayout();
  }

  // The beginning.

  /** The first frame: a title, and a machine that takes keys. */
  start(): void {
    this.compositor.show({
      layout: this.layout,
      chrome: firstGrid(this.layout, this.glyphs),
      terminals: this.terminals,
      focus: 'A',
      cursor: null,
    });
    if (!this.mustRebuild()) this.session.openSandbox();
    this.pump.kick();
  }

  /** A learner in the middle of a lesson gets its machine as soon as the lesson is loaded, not another one before. */
  private mustRebuild(): boolean {
    const { progress } = this.session;
    const lesson = this.options.lesson === undefined ? progress.current : null;
    return lesson !== null && Object.keys(progress.lessons[lesson]?.steps ?? {}).length > 0;
  }

  /** Ink and the lessons are loaded. */
  complete(chrome: Chrome, load: LessonLoader, onNewTerminal: (t: SessionTerminal) => void): void {
    if (this.isClosed) return;
    this.chrome = chrome;
    this.session.load = load;
    this.onNewTerminal = onNewTerminal;
    for (const t of this.terminals.values()) onNewTerminal(t);
    this.openFirstLesson();
    this.pump.kick();
    this.refresh();
  }

  private openFirstLesson(): void {
    const { session, options } = this;
    const { files } = session.config;
    const wanted = options.lesson ?? session.progress.current ?? lessonFolders(files)[0];
    if (options.lesson === 'none' || wanted === undefined) {
      this.setView({ lesson: 'hidden' });
      return;
    }
    const folder = this.folderOf(wanted);
    const lesson = folder === null ? null : session.adoptLesson(folder);
    if (lesson !== null) return;
    if (this.terminals.size === 0) session.openSandbox();
    this.setView({ lesson: 'hidden' });
    this.notify(`there is no lesson '${wanted}'`);
  }

  /** Progress is keyed by the lesson's id, options by its folder. */
  private folderOf(name: string): string | null {
    const { files } = this.session.config;
    const byName = findFolder(files, name);
    if (byName !== null) return byName;
    return lessonFolders(files).find((f) => this.session.load?.(files, f).lesson?.logic.id === name) ?? null;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.pump.stop();
    this.chrome?.close();
    this.router.close();
    if (this.noticeTimer !== null) clearTimeout(this.noticeTimer);
    if (this.drawing !== null) clearImmediate(this.drawing);
  }

  quit(status = 0): void {
    setImmediate(() => this.onQuit(status));
  }

  /** Stops the process as ^Z does elsewhere; the screen is given back meanwhile. False: not here. */
  suspend(): boolean {
    const { host } = this.options;
    if (host.platform === 'win32') return false;
    this.compositor.leave();
    host.stdin.setRawMode(false);
    host.suspend();
    return true;
  }

  /** SIGCONT. */
  resume(): void {
    this.options.host.stdin.setRawMode(true);
    this.compositor.enter();
    this.repaint();
  }

  /** Runs what there is to run. */
  kick(): void {
    this.pump.kick();
  }

  openLesson(folder: string | undefined): void {
    this.setView({ dialog: null, lesson: 'shown', lessonScroll: 0 });
    if (folder !== undefined && this.session.openLesson(folder, 'resume') === null) this.notify(`the lesson '${folder}' cannot be loaded`);
    this.kick();
  }

  // What the actions do to the screen.

  setView(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    this.redraw();
  }

  notify(notice: string | null): void {
    if (this.noticeTimer !== null) clearTimeout(this.noticeTimer);
    this.noticeTimer = notice === null ? null : setTimeout(() => this.setView({ notice: null }), NOTICE_FOR);
    this.setView({ notice });
  }

  openDialog(kind: DialogModel['kind']): void {
    if (this.view.dialog?.kind === kind) this.setView({ dialog: null });
    else if (kind === 'help') this.setView({ dialog: { kind, scroll: 0 } });
    else this.openLessonList();
  }

  private openLessonList(): void {
    const rows = lessonList(this.session);
    const current = this.session.lesson?.folder ?? null;
    const selected = Math.max(
      0,
      rows.findIndex((r) => r.folder === current),
    );
    this.setView({ dialog: { kind: 'lessons', rows, selected, current } });
  }

  /** Goes to a terminal; opens it when there is none of that name. */
  focusTerminal(id: string): void {
    if (!this.terminals.has(id)) {
      this.addTerminal(id);
      this.session.openTerminal(id);
    }
    this.terminals.get(this.view.focus)?.leaveScroll();
    this.setView({ focus: id, scroll: null });
    this.pump.kick();
  }

  newTerminal(): void {
    const id = [...'ABCDEFGHIJ'].find((letter) => !this.terminals.has(letter));
    if (id === undefined) this.notify('there are ten terminals, close one first');
    else this.focusTerminal(id);
  }

  stepFocus(by: 1 | -1): void {
    const ids = this.terminalIds();
    if (ids.length < 2) this.notify(`there is one terminal; ${this.leader.name}c opens another`);
    else this.focusTerminal(ids[(ids.indexOf(this.view.focus) + by + ids.length) % ids.length]);
  }

  /** The whole screen anew. */
  repaint(): void {
    this.compositor.forget();
    this.relayout();
    this.compositor.show({
      layout: this.layout,
      chrome: firstGrid(this.layout, this.glyphs),
      terminals: this.terminals,
      focus: this.view.focus,
      cursor: null,
    });
    this.redraw();
  }

  // Drawing.

  private terminalIds(): string[] {
    return [...this.terminals.keys()].sort();
  }

  private computeLayout(): Layout {
    const { stdout, platform } = this.options.host;
    const ids = this.terminalIds();
    const cols = stdout.columns > 0 ? stdout.columns : 80;
    const rows = stdout.rows > 0 ? stdout.rows : 24;
    return layout({
      cols,
      rows,
      isWindows: platform === 'win32',
      terminals: ids.length === 0 ? ['A'] : ids,
      focus: ids.length === 0 ? 'A' : this.view.focus,
      lesson: this.session?.lesson === null && this.chrome !== null ? 'hidden' : this.view.lesson,
      isZoomed: this.view.isZoomed,
      hasDialog: this.view.dialog !== null,
      barRows: this.view.isBarShown ? barRows(cols) : 0,
    });
  }

  /** Terminals get their new sizes at once, the screen when the chrome has been drawn to match. */
  private relayout(): void {
    this.layout = this.computeLayout();
    for (const pane of this.layout.panes) {
      const term = this.terminals.get(pane.id);
      const { width, height } = pane.rect;
      if (term === undefined || (term.cols === width && term.rows === height)) continue;
      term.resize(width, height);
      this.session.resize(pane.id, { cols: width, rows: height });
    }
    this.pump.kick();
  }

  /** Draws the chrome anew, once for everything that happens in this turn of the event loop. */
  redraw(): void {
    if (this.drawing !== null || this.isClosed) return;
    this.drawing = setImmediate(() => {
      this.drawing = null;
      this.relayout();
      if (this.chrome !== null) this.chrome.draw(this.model());
      else this.onDrawn(this.model(), firstGrid(this.layout, this.glyphs));
    });
  }

  onDrawn(model: ChromeModel, grid: Grid): void {
    const { stdout } = this.options.host;
    const isStale = model.layout.height !== Math.max(1, (stdout.rows || 24) - 1) || model.layout.width > (stdout.columns || 80);
    if (isStale || this.isClosed) return;
    const focus = model.terminals.find((t) => t.isFocused)?.id ?? this.view.focus;
    this.compositor.show({ layout: model.layout, chrome: grid, terminals: this.terminals, focus, cursor: null });
  }

  private model(): ChromeModel {
    const { view } = this;
    const focused = this.terminals.get(view.focus);
    const scroll = view.scroll === null || focused === undefined ? null : scrollStatus(view.scroll, focused);
    return {
      layout: this.layout,
      glyphs: this.glyphs,
      leader: this.leader.name,
      lesson: lessonModel(this.session),
      lessonScroll: view.lessonScroll,
      terminals: this.terminalIds().map((id) => ({
        id,
        ...(this.terminalModels.get(id) ?? { who: '', changed: [] }),
        isFocused: id === view.focus,
        isScrolled: this.terminals.get(id)?.isScrolled ?? false,
      })),
      dialog: view.dialog,
      notice: scroll ?? view.notice,
    };
  }

  /** After the machine came to rest: who is in the terminals now? */
  private refresh(): void {
    if (this.terminals.size === 0) return;
    const kernel = this.session.view();
    let isChanged = this.chrome !== null && this.terminalModels.size === 0;
    for (const id of this.terminalIds()) {
      const now = terminalModel(this.session, kernel, id);
      const before = this.terminalModels.get(id);
      if (before?.who === now.who && before.changed.join() === now.changed.join()) continue;
      this.terminalModels.set(id, now);
      isChanged = true;
    }
    if (isChanged) this.redraw();
  }

  private backlog(): number {
    let n = 0;
    for (const t of this.terminals.values()) n += t.backlog;
    return n;
  }

  private addTerminal(id: string): SessionTerminal {
    const term = new SessionTerminal(80, 24, {
      onParsed: () => {
        this.compositor.schedule();
        this.pump.drained();
      },
      onReply: (text) => this.session.key(id, encode(text)),
      onBell: () => this.compositor.ring(),
    });
    this.terminals.set(id, term);
    this.onNewTerminal(term);
    const { width, height } = this.computeLayout().panes.find((p) => p.id === id)?.rect ?? { width: 80, height: 24 };
    term.resize(width, height);
    return term;
  }

  // The session's news.

  onOutput(terminal: string, bytes: Uint8Array): void {
    (this.terminals.get(terminal) ?? this.addTerminal(terminal)).write(bytes);
  }

  onClosed(terminal: string, isKilled: boolean): void {
    this.terminals.get(terminal)?.dispose();
    this.terminals.delete(terminal);
    this.terminalModels.delete(terminal);
    const [first] = this.terminalIds();
    if (first === undefined && isKilled) {
      // Kinder than a terminal emulator: nobody meant to leave.
      this.focusTerminal(terminal);
      this.notify(`the shell of terminal ${terminal} was killed by a signal: this is a new one`);
    } else if (first === undefined) this.quit();
    else if (this.view.focus === terminal) this.setView({ focus: first, scroll: null });
    else this.redraw();
  }

  onReplaced(terminals: readonly string[]): void {
    for (const t of this.terminals.values()) t.dispose();
    this.terminals.clear();
    this.terminalModels.clear();
    this.router.forget();
    for (const id of terminals) this.addTerminal(id);
    if (!terminals.includes(this.view.focus)) this.view = { ...this.view, focus: terminals[0] ?? 'A' };
    this.view = { ...this.view, scroll: null };
    this.redraw();
  }

  onChange(): void {
    this.redraw();
  }

  onProgress(): void {
    if (!writeProgress(this.options.host, this.session.progress)) this.notify('progress cannot be saved here; it lasts until you quit');
  }

  sizeOf(terminal: string): { rows: number; cols: number } {
    const term = this.terminals.get(terminal) ?? this.addTerminal(terminal);
    return { rows: term.rows, cols: term.cols };
  }

  onReplayed(): void {
    this.kick();
  }

  onTyped(terminal: string): void {
    if (terminal !== this.view.focus) this.focusTerminal(terminal);
  }

  onVerb(argv: readonly string[]): ControlReply | null {
    const [, name, argument] = argv;
    const done: ControlReply = { status: 0, stdout: '', stderr: '' };
    if (name === 'quit') this.quit();
    else if (name === 'term' && argument === undefined) this.newTerminal();
    else if (name === 'term' && /^[A-Ja-j]$/.test(argument)) this.focusTerminal(argument.toUpperCase());
    else if (name === 'term') return { status: 2, stdout: '', stderr: 'lesson: a terminal is a letter from A to J\n' };
    else return null;
    return done;
  }
}
