import { cleanJson } from './clean.ts';
import type { Spinner } from './start-spinner.ts';

/** The settings for output. */
export interface TerminalOptions {
  /** True if stdout gets only JSON. */
  readonly json: boolean;
  /** True if only errors are written to stderr. */
  readonly quiet: boolean;
  /** False turns colours off. True uses them if the terminal supports them. */
  readonly color: boolean;
}

/** The codes that turn each style on and off in a terminal (ECMA-48, "SGR"). */
const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** The name of a style. */
export type Style = keyof typeof STYLES;

/**
 * Applies a style. Does not use Node's `styleText`: Node 20.11 lacks it, and it always checks stdout, even for output to
 * stderr.
 */
function styled(style: Style, text: string): string {
  const [on, off] = STYLES[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** The three standard streams. A test can replace them. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** A handle for changing the message next to the spinner. */
export interface Progress {
  say(text: string): void;
}

/** Writes results to stdout and everything else to stderr. Uses spinners and colours only on a terminal. */
export class Terminal {
  private spinner: Spinner | undefined;

  constructor(
    readonly options: TerminalOptions,
    private readonly streams: Streams = process,
  ) {}

  /**
   * True if stderr is a terminal that can redraw a line, and `--quiet` is not set. False if the width is unknown, because the
   * spinner would then write without end.
   */
  private get screen(): boolean {
    const { isTTY, columns } = this.streams.stderr;
    return Boolean(isTTY) && columns > 0 && process.env['TERM'] !== 'dumb' && !this.options.quiet;
  }

  /** True if a person at a terminal can answer questions. */
  get interactive(): boolean {
    return this.screen && Boolean(this.streams.stdin.isTTY) && !this.options.json;
  }

  /**
   * True if a spinner can be shown. Stdout must also be a terminal, and the variable CI must not be set, because a spinner would
   * write many lines into a file or a build log.
   */
  get animated(): boolean {
    return this.screen && Boolean(this.streams.stdout.isTTY) && !('CI' in process.env);
  }

  /** The width of stdout in columns. `undefined` if stdout is not a terminal, or if the terminal does not report its width. */
  get columns(): number | undefined {
    const { isTTY, columns } = this.streams.stdout;
    return isTTY && columns > 0 ? columns : undefined;
  }

  private colours(stream: NodeJS.WriteStream): boolean {
    return Boolean(stream.isTTY) && this.options.color && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  }

  /** Styles a string for stdout. Returns the string unchanged if stdout has no colours. */
  paint(style: Style, text: string): string {
    return this.colours(this.streams.stdout) ? styled(style, text) : text;
  }

  /** Writes one or more lines of the result to stdout. */
  print(text: string): void {
    this.streams.stdout.write(`${text}\n`);
  }

  /** Writes a table with dim headings to stdout. */
  async table(head: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
    const { formatTable } = await import('./table.ts');
    this.print(
      formatTable(
        head.map((title) => this.paint('dim', title)),
        rows,
      ),
    );
  }

  /** Writes a value to stdout as one line of JSON. */
  row(value: unknown): void {
    this.streams.stdout.write(`${cleanJson(value)}\n`);
  }

  /** Writes a note to stderr, unless `--quiet` is set. */
  note(text: string): void {
    if (!this.options.quiet) {
      this.streams.stderr.write(`${text}\n`);
    }
  }

  /** Writes an error to stderr. */
  complain(text: string): void {
    this.quiesce();
    this.complainMeanwhile(text);
  }

  /** Writes an error to stderr while a spinner is shown. The error appears above the spinner. */
  complainMeanwhile(text: string): void {
    const mark = this.colours(this.streams.stderr) ? styled('red', 'error:') : 'error:';
    this.streams.stderr.write(`${this.spinner ? '\r\u001b[K' : ''}${mark} ${text}\n`);
  }

  /** Runs the work. If {@link animated} is true, shows a spinner with a message meanwhile. */
  async progress<T>(text: string, work: (progress: Progress) => Promise<T>): Promise<T> {
    if (!this.animated) {
      return work({ say: () => {} });
    }
    const { startSpinner } = await import('./start-spinner.ts');
    const spinner = startSpinner(text, this.streams.stderr);
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
