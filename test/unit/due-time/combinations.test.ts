import { readDueTime } from '../../../core/due-time/due-time.ts';

/** Tests that each way to write a time of day works with each way to write a day, in each order. */

/** Tuesday 1 December 2026, 10:40 in London. */
const OPTIONS = { now: Date.parse('2026-12-01T10:40:00Z'), zone: 'Europe/London' };

const TIMES: Readonly<Record<string, readonly string[]>> = {
  '09:00': ['9am', '9 am', '9:00', 'nine am', '9 in the morning', '9am utc', '9:00 Europe/London', '@ 9am', 'by 9am'],
  '09:30': ['09:30', '9.30am', '0930', 'half past 9 am', 'half past nine in the morning', '9h30'],
  '12:00': ['noon', 'at midday'],
  '16:45': ['quarter to 5pm'],
  '17:20': ['20 past 5 pm'],
  '17:30': ['17h30', 'at 17h30', '1730', '17.30', '17:30 hours', '17h30 utc', 'half past five in the evening'],
  '21:00': ["9 o'clock pm", '9 at night', '9p', '9 p.m.', '21h'],
};
/** Times of day that can also be a distance. */
const HOURS = /^(?:\d+h|9h30|17h30.*|17:30 hours)$/;

const DAYS: Readonly<Record<string, readonly string[]>> = {
  '2026-12-02': ['tomorrow'],
  '2026-12-03': ['the day after tomorrow'],
  '2026-12-04': ['friday', 'fri', 'on friday', 'this friday'],
  '2026-12-11': ['next week friday', 'friday next week', 'a week from friday'],
  '2026-12-14': ['monday week'],
  '2026-12-18': ['a fortnight from friday'],
  '2026-12-25': [
    ...['25 december', 'dec 25', 'on the 25th', 'the 25th of december', 'december 25th, 2026', '25 Dec 2026'],
    ...['25 dec 26', '25-Dec-26', "dec 25 '26", '25/12/2026', '25/12/26', '25.12.2026', '2026-12-25', '2026/12/25'],
    ...['20261225', '2026-W52-5', 'friday the 25th', 'friday 25 december 2026', 'fri, dec 25'],
  ],
  '2026-12-31': ['last day of the month'],
  '2027-01-04': ['first monday of january'],
  '2027-01-05': ['the 5th of next month', 'next month on the 5th'],
};
const DISTANCES: Readonly<Record<string, readonly string[]>> = {
  '2026-12-04': ['in 3 days', '3 days from now', '3 days later'],
  '2026-12-15': ['in two weeks'],
};

const pairsOf = (table: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(table).flatMap(([value, forms]) => forms.map((form) => [form, value] as const));

test.each([...pairsOf(DAYS), ...pairsOf(DISTANCES)])('%s accepts each time of day before and after it', (day, date) => {
  const isDistance = pairsOf(DISTANCES).some(([form]) => form === day);
  for (const [time, clock] of pairsOf(TIMES).filter(([form]) => !isDistance || !HOURS.test(form))) {
    const at = /^(?:at|by|@) /.test(time) ? time : `at ${time}`;
    for (const phrase of [`${day} ${time}`, `${day}, ${time}`, `${day} ${at}`, `${time} ${day}`, `${time}, ${day}`]) {
      expect({ phrase, ...readDueTime(phrase, OPTIONS) }).toEqual({
        phrase,
        kind: 'due',
        at: Date.parse(`${date}T${clock}:00Z`),
      });
    }
  }
});
