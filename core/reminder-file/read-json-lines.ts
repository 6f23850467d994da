import { refusal } from '../text/refusal.ts';
import { show } from '../text/show-value.ts';
import { LONGEST_ROW_CHARACTERS, type RawRow } from './raw-row.ts';
import { splitLines } from './split-lines.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** Reads JSON Lines, with one object in each line. Skips blank lines. */
export async function* readJsonLines(text: AsyncIterable<string>): AsyncGenerator<RawRow> {
  let isFirst = true;
  for await (const { text: json, ...place } of splitLines(text)) {
    if (json === undefined) {
      yield {
        ...place,
        problem: `The line has more than ${LONGEST_ROW_CHARACTERS / 1_000_000} MB. Split the file into lines.`,
      };
    } else if (json.trim() !== '') {
      if (isFirst && json.trimStart().startsWith('[')) {
        throw new UnreadableFile('It is a JSON list. Write one object in each line, for example with jq -c ".[]".');
      }
      yield { ...place, ...readLine(json) };
    }
    isFirst = false;
  }
}

function readLine(json: string): { fields: Readonly<Record<string, unknown>> } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { problem: `The line is not JSON: ${show(json)}. Write one object in each line.` };
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { fields: value as Readonly<Record<string, unknown>> }
    : { problem: refusal('The line', 'a JSON object', show(value)) };
}
