import { UnreadableFile } from './unreadable-file.ts';

const NUL = 0;
const LINE_FEED = 10;
/** The number of bytes to check in the first line. They are enough to recognize UTF-16 and binary files. */
const FIRST_LINE_BYTES = 1_000;

/** Throws if the first line shows that the file is in UTF-16 or binary. */
function refuseByFirstLine(bytes: Uint8Array): void {
  const [first, second] = bytes;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const end = bytes.indexOf(LINE_FEED);
  const line = bytes.subarray(0, end < 0 ? FIRST_LINE_BYTES : Math.min(end, FIRST_LINE_BYTES));
  // in UTF-16, one of the two bytes of a Latin letter is zero
  const isEveryOther = [0, 1].some((odd) => line.every((byte, index) => (byte === NUL) === (index % 2 === odd)));
  if (isMarked || (line.length > 1 && isEveryOther)) {
    throw new UnreadableFile('It is text in UTF-16. Save it in UTF-8, or convert it: iconv -f UTF-16 -t UTF-8.');
  }
  if (line.includes(NUL)) {
    throw new UnreadableFile('It is not a text file. Give a CSV, JSON Lines or iCalendar file.');
  }
}

const lineFeedsIn = (text: string) => text.split('\n').length - 1;

/**
 * Decodes a file's bytes as UTF-8. Removes a byte order mark.
 *
 * @throws UnreadableFile if a chunk is not UTF-8. The generator first yields the chunks before it
 */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 1;
  let isFirst = true;
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      const [valid = ''] = new TextDecoder().decode(bytes).split('\ufffd');
      const line = lines + lineFeedsIn(valid);
      throw new UnreadableFile(`Line ${line} is not text in UTF-8. Save the file in UTF-8, or convert it with iconv.`);
    }
  };
  for await (const bytes of chunks) {
    if (bytes.length === 0) {
      continue;
    }
    if (isFirst) {
      refuseByFirstLine(bytes);
      isFirst = false;
    }
    const text = decode(bytes);
    lines += lineFeedsIn(text);
    yield text;
  }
  yield decode();
}
