import { formatMoment } from '../../cli/due-time/moment.ts';
import { describeRepetition } from '../../core/repetition/describe-repetition.ts';
import { nextOccurrences } from '../../core/repetition/occurrences.ts';
import { readEvery, readRrule } from '../../core/repetition/read-repetition.ts';
import { PHRASES, REFUSED } from './phrases.ts';

/** The current time in the document's examples, a Wednesday. It is the same as in docs/due-times.md. */
const NOW = Date.parse('2026-11-25T13:44:00Z');
const ZONE = 'Europe/London';

const options = { now: NOW, zone: ZONE };

/** Reads the text as an RFC 5545 rule if it begins with `FREQ=`, and otherwise as a phrase. */
export const readRule = (text: string) =>
  text.startsWith('FREQ=') ? readRrule(text, options) : readEvery(text, options);

function meaning(text: string): string {
  const repetition = readRule(text);
  if ('problem' in repetition) {
    return repetition.problem;
  }
  const [next = 0] = nextOccurrences(repetition, NOW, 1);
  const days =
    repetition.interval === undefined
      ? ''
      : `, every ${repetition.interval.every} ${repetition.interval.unitDays === 7 ? 'weeks' : 'days'}`;
  return `${describeRepetition(repetition)} | ${formatMoment(next, ZONE)} | \`${repetition.cron}\`${days}`;
}

const rows = (phrases: readonly string[]) => phrases.map((phrase) => `| \`${phrase}\` | ${meaning(phrase)} |`);

/** Returns the generated part of docs/repetition.md. */
export function repetitionTables(): string {
  return [
    ...PHRASES.map(([title, phrases]) =>
      [`### ${title}\n`, '| written | means | next | schedule |', '|---|---|---|---|', ...rows(phrases)].join('\n'),
    ),
    ['### What is refused\n', '| written | answer |', '|---|---|', ...rows(REFUSED)].join('\n'),
  ].join('\n\n');
}
