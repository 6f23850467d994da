import { examples } from './examples.ts';
import { MONTH_NAMES } from './moment.ts';
import { shown, type WhenOptions, WhenRefused } from './refused-phrases.ts';

/** The days of the week, in the order of ISO 8601. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** The months as they are written shortest. */
export const MONTHS = MONTH_NAMES.map((name) => name.slice(0, 3).toLowerCase());

const WEEKDAY = `(?:mon|tue|wed|thu|thurs?|fri|sat|sun|${WEEKDAYS.join('|')})`;
const MONTH = `(?:${MONTHS.join('|')}|sept|${MONTH_NAMES.join('|')})`;
/** A month that is written by its name. */
export const NAMED_MONTH = new RegExp(`\\b${MONTH}(?![a-z])`, 'i');
const ORDINAL =
  '(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|' +
  'sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)';
const SHORT_UNIT = '(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)';
const LONG_UNIT = '(?:w|weeks?|mos?|months?|y|yrs?|years?)';
const COUNT = '(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)';

/** All that chrono takes and that says exactly when; it also takes "a few", "about", "within" and "next week". */
const EXACT = new RegExp(
  [
    // a fraction of a month is as long as the reader thinks
    `(?:(?<![.\\d])\\d+ ?|\\b${COUNT} )(?:${SHORT_UNIT}|${LONG_UNIT})`,
    `(?:\\d+\\.\\d+|\\bhalf(?: an?)?) ?${SHORT_UNIT}`,
    `\\b(?:${WEEKDAY} (?:of )?(?:this|next) week|(?:(?:this|next) )?${WEEKDAY})`,
    `(?<![a-z])(?:of )?${MONTH}`,
    `\\b(?:twenty[- ]|thirty[- ])?${ORDINAL}`,
    '\\b(?:this |in the )?(?:morning|afternoon|evening|night)',
    '\\b(?:in|at|on|and|now|from now|later|noon|midday|utc|gmt)',
    '\\b(?:(?:(?<=\\b(?:day|week)s? )after )?(?:today|tomorrow)|tmrw?|overmorrow|tonight)',
    "\\d ?(?:[ap](?:\\.m\\.|m)?|st|nd|rd|th|o'?clock)",
  ]
    .map((words) => `${words}(?![a-z])`)
    .join('|'),
  'gi',
);

/** Refuses a phrase in which a word does not say exactly when, though chrono makes a time of it. */
export function refuseInexact(text: string, options: WhenOptions): void {
  const words = /[a-z][a-z ]*/i.exec(text.replace(EXACT, '|'))?.[0].trim();
  if (words) {
    throw new WhenRefused(`${shown(words)} does not say exactly when. ${examples(options)}`);
  }
}
