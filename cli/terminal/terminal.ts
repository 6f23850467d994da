import { cleanJson } from './clean.ts';

/** How the command writes. */
export interface TerminalOptions {
  /** Nothing but JSON goes to stdout. */
  readonly json: boolean;
  /** Nothing goes to stderr but errors. */
  readonly quiet: boolean;
  /** False turns colours off; true leaves it to the terminal. */
  readonly color: boolean;
}

/** The numbers with which a terminal turns each style on and off (ECMA-48, "SGR"). */
const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** The styles in use. */
export type Style = keyof typeof STYLES;

/** Node's own styleText is missing in 20.11, and checks stdout although stderr is written to. */
function styled(style: Style, text: string): string {
  const [on, off] = STYLES[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** The three streams of a process, or of a test. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** A line that is rewritten while work goes on. */
export interface Progress {
  say(text: string): void;
}

interface Spinner {
  update(text: string): unknown;
  stop(text?: string): unknown;
}

/** Writes results to stdout and everything else to stderr, with movement and colour only on a terminal. */
export class Terminal {
  private spinner: Spinner | undefined;

  constructor(
    readonly options: TerminalOptions,
    private readonly streams: Streams = process,
  ) {}

  /** Whether stderr is a terminal on which something can move. Without a width the spinner would write without end. */
  private get screen(): boolean {
    const { isTTY, columns } = this.streams.stderr;
    return Boolean(isTTY) && columns > 0 && process.env['TERM'] !== 'dumb' && !this.options.quiet;
  }

  /** Whether somebody at a terminal can be asked. */
  get interactive(): boolean {
    return this.screen && Boolean(this.streams.stdin.isTTY) && !this.options.json;
  }

  /** Whether a spinner can be shown. It checks stdout and CI too, and would write line after line otherwise. */
  get animated(): boolean {
    return this.screen && Boolean(this.streams.stdout.isTTY) && !('CI' in process.env);
  }

  /** How many columns stdout has; missing if it is not a terminal or the terminal does not say. */
  get columns(): number | undefined {
    const { isTTY, columns } = this.streams.stdout;
    return isTTY && columns > 0 ? columns : undefined;
  }

  private colours(stream: NodeJS.WriteStream): boolean {
    return Boolean(stream.isTTY) && this.options.color && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  }

  /** A text in a style, for stdout; unchanged if stdout has no colours. */
  paint(style: Style, text: string): string {
    return this.colours(this.streams.stdout) ? styled(style, text) : text;
  }

  /** Writes the result for people: one or more lines on stdout. */
  print(text: string): void {
    this.streams.stdout.write(`${text}\n`);
  }

  /** Writes the result for people as a table with a dim head. */
  async table(head: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
    const { formatTable } = await import('./table.ts');
    this.print(
      formatTable(
        head.map((title) => this.paint('dim', title)),
        rows,
      ),
    );
  }

  /** Writes the result for programs: one line of JSON on stdout. */
  row(value: unknown): void {
    this.streams.stdout.write(`${cleanJson(value)}\n`);
  }

  /** Writes a remark to stderr, except with `--quiet`. */
  note(text: string): void {
    if (!this.options.quiet) {
      this.streams.stderr.write(`${text}\n`);
    }
  }

  /** Writes an error to stderr. */
  complain(text: string): void {
    this.quiesce();
    const mark = this.colours(this.streams.stderr) ? styled('red', 'error:') : 'error:';
    this.streams.stderr.write(`${mark} ${text}\n`);
  }

  /** Shows a spinner with a text while work goes on; in a pipe it shows nothing. */
  async progress<T>(text: string, work: (progress: Progress) => Promise<T>): Promise<T> {
    if (!this.animated) {
      return work({ say: () => {} });
    }
    const { createSpinner } = await import('nanospinner');
    const spinner = createSpinner(text, { stream: this.streams.stderr, color: 'cyan' }).start();
    this.spinner = spinner;
    try {
      return await work({ say: (next) => spinner.update(next) });
    } finally {
      this.quiesce();
    }
  }

  /** Removes the spinner and shows the cursor again. */
  quiesce(): void {
    this.spinner?.stop();
    if (this.spinner) {
      this.streams.stderr.write('\r\u001b[K\u001b[?25h');
    }
    this.spinner = undefined;
  }
}
