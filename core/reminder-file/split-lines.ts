import { LONGEST_ROW_CHARACTERS } from './raw-row.ts';

/** A line of a file. */
export interface Line {
  /** The line's number, counted from 1. */
  readonly line: number;
  /** The number of bytes from the start of the text to the end of the line. */
  readonly end: number;
  /** The line without its line end. Missing if the line is too long. */
  readonly text: string | undefined;
}

/** Splits chunks of text into lines. Yields no text for a line that is too long to be a row. */
export async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<Line> {
  let line = 1;
  let end = 0;
  let rest = '';
  let isTooLong = false;
  const finish = (last: string): Line => {
    const text = isTooLong ? undefined : last.replace(/\r$/, '');
    isTooLong = false;
    line += 1;
    return { line: line - 1, end, text };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let feed = chunk.indexOf('\n'); feed >= 0; feed = chunk.indexOf('\n', start)) {
      const part = chunk.slice(start, feed);
      end += Buffer.byteLength(part) + 1;
      yield finish(rest + part);
      rest = '';
      start = feed + 1;
    }
    const part = chunk.slice(start);
    end += Buffer.byteLength(part);
    isTooLong ||= rest.length + part.length > LONGEST_ROW_CHARACTERS;
    rest = isTooLong ? '' : rest + part;
  }
  if (rest !== '' || isTooLong) {
    yield finish(rest);
  }
}
