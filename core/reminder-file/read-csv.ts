import { CsvError, type Parser, parse } from 'csv-parse';
import { show } from '../text/show-value.ts';
import { CSV_COLUMNS, type CsvColumn } from './csv-columns.ts';
import { LONGEST_ROW_CHARACTERS, type RawRow } from './raw-row.ts';
import { UnreadableFile } from './unreadable-file.ts';

const DELIMITERS = [',', ';', '\t'];
const LINE_END = /\r\n|\n|\r/;

/** The maximum length of the first line, in characters. A longer line cannot be the list of columns. */
const LONGEST_HEADER_CHARACTERS = 10_000;

const isColumn = (name: string): name is CsvColumn => CSV_COLUMNS.includes(name as CsvColumn);

/**
 * Reads the column names in the first line. Chooses the delimiter (comma, semicolon or tab) that yields the most known column
 * names.
 */
function readHeader(line: string): { readonly delimiter: string; readonly columns: readonly CsvColumn[] } {
  const ways = DELIMITERS.map((delimiter) => ({
    delimiter,
    columns: line.split(delimiter).map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim()
        .toLowerCase(),
    ),
  }));
  const known = (columns: readonly string[]) => columns.filter(isColumn).length;
  const best = ways.reduce((one, other) => (known(other.columns) > known(one.columns) ? other : one));
  const { delimiter, columns } = best;
  const unknown = columns.find((name) => !isColumn(name));
  const needed = columns.includes('repeat') ? ['message'] : ['message', 'when'];
  const missing = needed.filter((name) => !columns.includes(name));
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  const names = `The first line must name the columns: message and when, if needed also zone, subject, via, repeat, skip and paused`;
  if (missing.length === 2) {
    throw new UnreadableFile(`${names}; but it is ${show(line)}.`);
  }
  if (missing.length > 0) {
    throw new UnreadableFile(`${names}; but ${missing[0]} is missing.`);
  }
  if (unknown !== undefined) {
    throw new UnreadableFile(`${names}; but it names ${show(unknown)}. Remove that column.`);
  }
  if (twice !== undefined) {
    throw new UnreadableFile(`The first line names the column ${twice} twice. Remove one of them.`);
  }
  return { delimiter, columns: columns as CsvColumn[] };
}

/** Reads the first line from chunks of text. Returns the line, and the rest of the last chunk that was read. */
async function takeFirstLine(text: AsyncIterator<string>) {
  let start = '';
  for (;;) {
    // if a chunk ends with a carriage return, the next one may begin with a line feed
    const end = LINE_END.exec(start);
    if (end && (end[0] !== '\r' || end.index + 1 < start.length)) {
      return { header: start.slice(0, end.index), rest: start.slice(end.index + end[0].length) };
    }
    const next = await text.next();
    if (next.done || start.length > LONGEST_HEADER_CHARACTERS) {
      return { header: start.replace(/\r$/, ''), rest: '' };
    }
    start += next.value;
  }
}

async function* followedBy(start: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield start;
  yield* { [Symbol.asyncIterator]: () => rest };
}

interface CsvRecord {
  readonly cells: readonly string[];
  /** The number of bytes from the start of the text to the end of the record. */
  readonly bytes: number;
}

/**
 * Parses chunks of CSV into records. Collects the records in `on_record`, because the library's output stream loses the records
 * before an error.
 */
class RecordParser {
  private records: CsvRecord[] = [];
  private error: Error | undefined;
  private readonly parser: Parser;

  constructor(delimiter: string) {
    this.parser = parse({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true, // a stray quote is kept as a character, so that other rows are not lost
      max_record_size: LONGEST_ROW_CHARACTERS,
      on_record: (cells: string[], { bytes }) => {
        this.records.push({ cells, bytes });
        return undefined;
      },
    });
    this.parser.on('error', (error) => {
      this.error = error;
    });
    this.parser.resume();
  }

  private take(): readonly CsvRecord[] {
    const taken = this.records;
    this.records = [];
    return taken;
  }

  /** Parses a chunk. Returns the records that end in the chunk. */
  async write(chunk: string): Promise<readonly CsvRecord[]> {
    await new Promise((resolve) => this.parser.write(chunk, resolve));
    return this.take();
  }

  /** Marks the end of the text. Returns the last record if no line end follows it. */
  async end(): Promise<readonly CsvRecord[]> {
    await new Promise((resolve) => this.parser.once('error', resolve).once('end', resolve).end());
    return this.take();
  }

  /**
   * Throws if the rest of the text cannot be parsed. For example, a missing closing quote makes all remaining rows one value.
   */
  check(line: number): void {
    const { error } = this;
    const code = error instanceof CsvError ? error.code : undefined;
    if (code === 'CSV_QUOTE_NOT_CLOSED') {
      throw new UnreadableFile(
        `A double quote is opened in the row at line ${line} and never closed. The rows from there on were not read: close it, and double each quote that is part of a value.`,
      );
    }
    if (code === 'CSV_MAX_RECORD_SIZE') {
      throw new UnreadableFile(
        `The row at line ${line} has more than ${LONGEST_ROW_CHARACTERS / 1_000_000} MB, perhaps because a double quote is never closed. The rows from there on were not read: correct it.`,
      );
    }
    if (error) {
      throw error;
    }
  }
}

/**
 * Returns the fields of a row from its cells, or the problem if the number of cells is wrong. Omits empty cells, except the
 * message.
 */
function readCells(columns: readonly CsvColumn[], cells: readonly string[], line: number, end: number): RawRow {
  const isTooLong = cells.slice(columns.length).some((cell) => cell.trim() !== '');
  if (isTooLong || cells.length < columns.length) {
    const advice = isTooLong ? ' Put a value that contains a delimiter into double quotes.' : ' Add the missing ones.';
    return {
      line,
      end,
      problem: `The row has ${cells.length} values, but the first line names ${columns.length} columns.${advice}`,
    };
  }
  const given = columns.map((column, index) => [column, cells[index] ?? ''] as const);
  return {
    line,
    end,
    fields: Object.fromEntries(given.filter(([column, cell]) => column === 'message' || cell.trim() !== '')),
  };
}

/**
 * Reads CSV (RFC 4180) with commas, semicolons or tabs. Skips empty rows.
 *
 * @throws UnreadableFile if the first line is not a list of columns, a quote is not closed or a row is too long
 */
export async function* readCsv(text: AsyncIterable<string>): AsyncGenerator<RawRow> {
  const chunks = text[Symbol.asyncIterator]();
  const { header, rest } = await takeFirstLine(chunks);
  const { delimiter, columns } = readHeader(header);
  const offset = Buffer.byteLength(header) + 1;
  const parser = new RecordParser(delimiter);
  let line = 2;
  const readRecords = function* (records: readonly CsvRecord[]): Generator<RawRow> {
    for (const { cells, bytes } of records) {
      if (cells.some((cell) => cell.trim() !== '')) {
        yield readCells(columns, cells, line, offset + bytes);
      }
      line += 1 + cells.reduce((breaks, cell) => breaks + cell.split(LINE_END).length - 1, 0);
    }
    parser.check(line);
  };
  for await (const chunk of followedBy(rest, chunks)) {
    yield* readRecords(await parser.write(chunk));
  }
  yield* readRecords(await parser.end());
}
