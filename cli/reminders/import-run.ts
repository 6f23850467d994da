import type { ImportedRow } from '../../client/bulk/import-reminders.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import { executionName } from '../../core/reminder/execution-name.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { FileFormat } from '../../core/reminder-file/file-format.ts';
import type { ImportReport, RefusedRow } from '../../core/reminder-file/import-report.ts';
import type { FileRow } from '../../core/reminder-file/read-reminder-file.ts';
import { describeRepetition } from '../../core/repetition/describe-repetition.ts';
import { repeatedName } from '../../core/repetition/repeated-name.ts';
import { formatCount } from '../../core/text/format-count.ts';
import type { Context } from '../context.ts';
import { formatMoment } from '../due-time/moment.ts';
import { sayFailure } from '../explain-error.ts';
import { clean } from '../terminal/clean.ts';
import { describeProgress } from './import-progress.ts';
import type { OpenFile } from './open-reminder-file.ts';
import { shownMessage } from './shown-message.ts';

/** The options for importing a file. */
export interface ImportRunOptions {
  readonly format?: FileFormat;
  /** The state machine for rows that do not specify one. */
  readonly via: Via;
  readonly dryRun?: boolean;
  /** The zone for times without a zone. */
  readonly zone: string;
  /** Called with the number of reminders started so far. */
  readonly onStarted: (count: number) => void;
}

/** The report about an import that is still running. */
type GrowingReport = { -readonly [Field in keyof Counts]: Counts[Field] } & { readonly refused: RefusedRow[] };
type Counts = Omit<ImportReport, 'refused' | 'endedAt'>;

/** The result for a row of an import or of a dry run. */
type CheckedRow = ImportedRow | (Omit<Extract<ImportedRow, { id: string }>, 'status'> & { readonly status: 'valid' });

/** Checks rows for a dry run, without a call to AWS. */
async function* checkRows(rows: AsyncIterable<FileRow>, usual: Via): AsyncGenerator<CheckedRow> {
  for await (const row of rows) {
    const { line, end } = row;
    const problem = 'problem' in row ? row.problem : row.missed;
    if (problem !== undefined) {
      yield { line, end, status: 'refused', problem };
    } else if ('reminder' in row) {
      const { reminder, via = usual, isRelative, repetition } = row;
      const id = repetition ? repeatedName(reminder, repetition) : executionName(reminder);
      yield { line, end, status: 'valid', id, via, reminder, isRelative, repetition };
    }
  }
}

/** Imports a file, and reports each row as soon as its result is known. */
export class ImportRun {
  readonly report: GrowingReport = {
    rows: 0,
    started: 0,
    existing: 0,
    refused: [],
    startedAt: formatInstant(Date.now()),
  };
  private relative = 0;
  private readonly begun = Date.now();

  constructor(
    private readonly context: Context,
    private readonly file: OpenFile,
    private readonly options: ImportRunOptions,
  ) {}

  /**
   * Imports all rows or, with `--dry-run`, only checks them. If an error ends the import early, reports the earlier rows, then
   * throws the error.
   */
  async run(say: (text: string) => void): Promise<void> {
    const { bytes, writtenAt } = this.file;
    const { format, via, dryRun, zone } = this.options;
    const { readReminderFile } = await import('../../core/reminder-file/read-reminder-file.ts');
    const rows = readReminderFile(bytes, { format, zone, writtenAt, now: Date.now });
    const { importReminders } = await import('../../client/bulk/import-reminders.ts');
    const done = dryRun ? checkRows(rows, via) : importReminders(this.context.deployment, rows, { via });
    for await (const row of done) {
      this.take(row);
      say(this.progress(row.end));
    }
  }

  private progress(end: number): string {
    const { size } = this.file;
    const part = size ? Math.min(1, end / size) : undefined;
    const done = { count: this.report.rows, part, milliseconds: Date.now() - this.begun };
    return describeProgress(done, 'rows', this.context.terminal.columns);
  }

  private take(row: CheckedRow): void {
    const { report, context } = this;
    report.rows += 1;
    if (row.status === 'refused') {
      this.refuse(row.line, 'problem' in row ? row.problem : this.wordsFor(row.failure));
      return;
    }
    const { line, status, id, via, reminder, isRelative, repetition } = row;
    this.relative += Number(isRelative);
    if (status !== 'valid') {
      report[status] += 1;
      this.options.onStarted(report.started);
    }
    if (context.json) {
      const every = repetition && { every: describeRepetition(repetition) };
      context.terminal.row({ line, status, id, due: reminder.dueAt, via, ...every, problem: null });
    } else if (context.quiet) {
      context.terminal.print(id);
    } else if (status === 'valid') {
      const text = shownMessage(reminder.message);
      context.terminal.print(
        `${line}: ${formatMoment(Date.parse(reminder.dueAt), this.options.zone)}  ${via}  ${text}${repetition ? `  (${describeRepetition(repetition)})` : ''}`,
      );
    }
  }

  private refuse(line: number, problem: string): void {
    const { terminal, json } = this.context;
    const sentence = clean(problem);
    this.report.refused.push({ line, problem: sentence });
    if (json) {
      terminal.row({ line, status: 'refused', id: null, due: null, via: null, problem: sentence });
    }
    terminal.complainMeanwhile(`Line ${line}: ${sentence}`);
  }

  private wordsFor(failure: Extract<ImportedRow, { failure: unknown }>['failure']): string {
    const { problem, next } = sayFailure(failure, this.context.options);
    return [problem, next].filter(Boolean).join(' ');
  }

  /** Prints the summary, or the report as JSON. */
  finish(): void {
    const { terminal, json, quiet } = this.context;
    const { report, relative, options } = this;
    const { writtenAt } = this.file;
    if (json) {
      const { startedAt, ...result } = report;
      const times = { startedAt, endedAt: formatInstant(Date.now()) };
      terminal.row({ ...result, ...(options.dryRun ? { dryRun: true } : {}), ...times });
    }
    if (relative > 0 && writtenAt !== undefined) {
      terminal.note(
        `${formatCount(relative)} ${relative === 1 ? 'row has a relative time' : 'rows have relative times'}, counted from the last change of the file: ${formatMoment(writtenAt, this.options.zone)}.`,
      );
    }
    if (json || quiet) {
      return;
    }
    const { rows, started, existing, refused, problem } = report;
    if (rows === 0 && problem !== undefined) {
      return;
    }
    const counts = options.dryRun
      ? [`${formatCount(rows - refused.length)} can be started`]
      : [`${formatCount(started)} started`, `${formatCount(existing)} there already`];
    const mark =
      refused.length > 0 || problem !== undefined ? terminal.paint('red', '✘') : terminal.paint('green', '✔');
    const rest = refused.length > 0 ? `, ${formatCount(refused.length)} refused` : '';
    terminal.print(`${mark} ${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}: ${counts.join(', ')}${rest}.`);
  }
}
