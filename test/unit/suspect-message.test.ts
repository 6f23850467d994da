import { makeProgram } from '../../cli/program.ts';
import { suspectMessage } from '../../cli/reminders/suspect-message.ts';
import { verbOf } from '../../cli/reminders/verbs.ts';
import { readDueTime } from '../../core/due-time/due-time.ts';
import { isDueTimeWord } from '../../core/due-time/refuse-unread.ts';
import { RULES } from '../../core/due-time/split-phrase.ts';
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

const NOW = Date.parse('2026-11-25T10:00:00Z');
const program = makeProgram('0.0.0');
const judges = {
  kindOf: (text: string) => readDueTime(text, { now: NOW, zone: 'Europe/London' }).kind,
  verbOf: (word: string) => verbOf(program, word),
};
const suspect = (line: string, isAdd = false) => {
  const [message = '', ...when] = line.split(' ');
  return suspectMessage({ message, when: when.join(' '), isAdd }, judges);
};

const TABLES = [MONTHS, NEAR_DAYS, NUMBERS, ORDINALS, PARTS_OF_DAY, UNITS, WEEKDAYS, ZONE_ABBREVIATIONS];
const tableWords = TABLES.flatMap((table) => Object.keys(table)).flatMap((word) => word.split(' '));
/** The words in the grammar's patterns. */
const patternWords = RULES.flatMap(
  ({ source }) =>
    source.replace(/\(\?<\w+>|\\k<\w+>|\\[dpkbws](?:\{\w+\})?|\[[^\]]*\]/g, ' ').match(/[a-z]{2,}/g) ?? [],
);
const AMOUNT_WORDS = ['half', 'quarter', 'quarters', 'three', 'of', 'and', 'an', 'hours', 'hr'];
const NUMBER_FORMS = ['5', '9am', '17:30', '10', '2026-12-25', '3/4/2027', '1h30', '15th', '20261225T090000Z', '+2h'];
/** The endings of ordinals such as `15th`, and the unit in `1800hrs`. */
const ENDS = ['st', 'nd', 'rd', 'th', 'hrs'];
const WORDS = [...new Set([...tableWords, ...patternWords, ...AMOUNT_WORDS, ...NUMBER_FORMS])].filter(
  (word) => !ENDS.includes(word),
);

/** Returns a random number generator with a seed, so that each run uses the same numbers. */
function makeRandom(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("knows each word in the grammar's patterns", () => {
  expect(WORDS.filter((word) => judges.kindOf(word) === 'refused' && !isDueTimeWord(word))).toEqual([]);
});

test('does not accept any combination of due-time words as a message', () => {
  const random = makeRandom(17);
  const wrong: string[] = [];
  let read = 0;
  for (let index = 0; index < 1_000; index += 1) {
    const line = Array.from({ length: 2 + random(3) }, () => WORDS[random(WORDS.length)]).join(' ');
    const when = line.split(' ').slice(1).join(' ');
    if (when !== '' && judges.kindOf(when) !== 'refused') {
      read += 1;
      if (suspect(line) === undefined) {
        wrong.push(line);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(read).toBeGreaterThan(80);
});

test('does not accept a whole time as a message, wherever it is split', () => {
  const phrases = [
    'tomorrow 9am',
    'in 10 minutes',
    'next friday at noon',
    'half past nine tomorrow morning',
    '5 pm',
    '25 dec 9am',
  ];
  for (const phrase of phrases) {
    expect([phrase, suspect(phrase)]).toEqual([phrase, { kind: 'no-message', when: phrase }]);
  }
});

test.each([
  ['in 3 hours', 'no-message'],
  ['at 5pm', 'no-message'],
  ['9am tomorrow', 'no-message'],
  ['2027-01-27 09:00', 'no-message'],
  ['tomorrow 9am', undefined],
  ['friday in 10 minutes', undefined],
  ['snooze 10m', undefined],
])('after add, %j is %s', (line, kind) => {
  expect(suspect(line, true)?.kind).toBe(kind);
});

test.each(['last friday 5pm', 'every monday 9am', 'Europe/London 9am', 'tomorrow: 9am', 'UTC 9am'])(
  'treats the first word of %j as a part of the time',
  (line) => {
    expect(suspect(line)).toEqual({ kind: 'time-word' });
  },
);

test.each([
  ['postpone 10m', 'move'],
  ['delete 10m', 'cancel'],
  ['reschedule tomorrow 9am', 'move'],
  ['cancell 5m', 'cancel'],
  ['canel 5m', 'cancel'],
  ['CANCEL! 5m', 'cancel'],
  ['shwo 5m', 'show'],
  ['snoze 5m', 'snooze'],
  ['postpnoe 5m', 'move'],
  ['done 5m', 'cancel'],
  ['subscrib 5m', 'subscribe'],
  ['pase 5m', 'pause'],
  ['continue 5m', 'resume'],
  ['repeat 5m', undefined],
])('treats the first word of %j as a verb: %s', (line, command) => {
  expect(suspect(line)).toEqual({ kind: 'verb', verb: expect.objectContaining({ command }) });
});

test.each([
  'tea',
  'lunch',
  'mum',
  'dad',
  'shop',
  'movie',
  'email',
  'phone',
  'snack',
  'gym',
  'laundry',
  'dentist',
  'meeting',
  'standup',
  'call',
  'pay',
  'bread',
  'x',
  'tee',
  'relax',
  'charge',
  'clean',
  'bins',
  'water',
  'rent',
  'post',
  'doctors',
  'homework',
  'bill',
  'pill',
  'stops',
  'kindle',
  'vitamins',
  'cause',
  'ship',
  'skin',
])('accepts %s as a message', (message) => {
  expect(suspect(`${message} in 5 minutes`)).toBeUndefined();
});
