import { readDueTime } from '../../core/due-time/due-time.ts';
import {
  MONTHS,
  NEAR_DAYS,
  NUMBERS,
  ORDINALS,
  PARTS_OF_DAY,
  UNITS,
  WEEKDAYS,
  ZONE_ABBREVIATIONS,
} from '../../core/due-time/words.ts';
import { FORMS, QUESTIONS, REFUSALS } from './forms.ts';

/** The current time in the document's examples, a Wednesday. */
const NOW = Date.parse('2026-11-25T13:44:00Z');
const ZONE = 'Europe/London';

const read = (phrase: string) => readDueTime(phrase, { now: NOW, zone: ZONE });

const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hourCycle: 'h23',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** Formats the given time as `Fri 25 Dec 2026, 09:00`, with seconds only if they are not zero. */
function momentText(due: number): string {
  const part = Object.fromEntries(format.formatToParts(due).map(({ type, value }) => [type, value]));
  const seconds = part['second'] === '00' ? '' : `:${part['second']}`;
  return `${part['weekday']} ${part['day']} ${part['month']} ${part['year']}, ${part['hour']}:${part['minute']}${seconds}`;
}

function meaning(phrase: string): string {
  const result = read(phrase);
  switch (result.kind) {
    case 'due':
      return momentText(result.at);
    case 'no-time-of-day':
      return `the time, on ${result.days.join(', ')}`;
    case 'refused':
      return result.reason;
    default:
      return `${result.reason} ${result.readings.map(({ when }) => `\`${when}\``).join(', ')}`;
  }
}

const table = (head: string, phrases: readonly string[]) =>
  [`| ${head} |`, '|---|---|', ...phrases.map((phrase) => `| \`${phrase}\` | ${meaning(phrase)} |`)].join('\n');

const words = (all: Readonly<Record<string, unknown>>) =>
  Object.keys(all)
    .filter((word) => !/[a-z][ -][a-z]/.test(word) || all === NEAR_DAYS)
    .map((word) => `\`${word}\``)
    .join(', ');

const hours = Object.entries(PARTS_OF_DAY).map(([part, { first, last }]) => `${part} ${first} to ${last}`);

/** Returns the generated part of docs/due-times.md. */
export function dueTimesTables(): string {
  return [
    ...FORMS.map(([title, phrases]) => `### ${title}\n\n${table('written | means', phrases)}`),
    `### What it asks about\n\n${table('written | asked', QUESTIONS)}`,
    `### What it refuses\n\n${table('written | reason', REFUSALS)}`,
    [
      '### Words',
      '| | |',
      '|---|---|',
      `| days | ${words(WEEKDAYS)} |`,
      `| months | ${words(MONTHS)} |`,
      `| near days | ${words(NEAR_DAYS)} |`,
      `| units | ${words(UNITS)} |`,
      `| numbers | ${words(NUMBERS)}, and \`twenty-one\` or \`twenty one\` to \`fifty-nine\` |`,
      `| ordinals | ${words(ORDINALS)}, and \`twenty-first\` to \`thirty-first\`; \`1st\`, \`2nd\` … |`,
      `| parts of the day, and their hours | ${hours.join(', ')} |`,
      `| zones | \`utc\`, \`gmt\`, \`z\`, ${words(ZONE_ABBREVIATIONS)}, IANA names |`,
    ]
      .join('\n')
      .replace('### Words\n', '### Words\n\n'),
  ].join('\n\n');
}
