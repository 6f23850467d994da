import { readDueTime } from '../../../core/due-time/due-time.ts';
import { formatInstant } from '../../../core/reminder/timestamp.ts';
import { readSoup, WORDS } from './word-soup.ts';

/** The number of random combinations of words. Before a release, run `SOUPS=100000 npx jest test/unit/due-time/fuzz`. */
const SOUPS = Number(process.env['SOUPS'] ?? 6_000);

/** The seed of the random combinations. Another seed, such as `SEED=1`, generates other combinations. */
const SEED = Number(process.env['SEED'] ?? 20261129);

/** Returns a random number generator with a seed, so that a failure can be reproduced. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PLACES = [
  ['2026-11-25T13:44:00.250Z', 'Europe/London'],
  ['2027-01-31T11:59:00.250Z', 'America/New_York'],
  ['2026-11-30T00:00:00.000Z', 'Australia/Lord_Howe'],
  ['2026-12-31T22:30:00.250Z', 'Pacific/Kiritimati'],
  ['2027-03-27T12:00:00.250Z', 'Europe/London'],
] as const;

const random = makeRandom(SEED);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
/**
 * Matches parts with two meanings. For example, "17:30 hours" is a time of day in "tomorrow 17:30 hours", but it is a distance
 * in "in 17:30 hours". The tests in this file leave out such phrases, and cases.ts contains both meanings.
 */
const TWO_MEANINGS = /(?:2027|24:00|17:30) hours?/;

const soups = Array.from({ length: SOUPS }, () => ({
  phrase: Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(WORDS)).join(' '),
  place: pick(PLACES),
}));

const read = (phrase: string, [clock, zone]: readonly [clock: string, zone: string]) =>
  readDueTime(phrase, { now: Date.parse(clock), zone });
const accepted = soups.flatMap(({ phrase, place }) => {
  if (TWO_MEANINGS.test(phrase)) {
    return [];
  }
  const result = read(phrase, place);
  return result.kind === 'due' ? [{ phrase, place, at: result.at }] : [];
});

test(`seed ${SEED} makes enough accepted combinations for a meaningful test`, () => {
  expect(accepted.length).toBeGreaterThan(SOUPS / 100);
});

test('each accepted combination of words means the same as a second reading of its parts', () => {
  const wrong = accepted.flatMap(({ phrase, place: [clock, zone], at }) => {
    const moments = readSoup(phrase, Date.parse(clock), zone);
    return moments?.length === 1 && moments[0] === at
      ? []
      : [
          `${phrase} (${clock}, ${zone}): ${formatInstant(at)}, but ${moments?.map(formatInstant).join(' or ') ?? 'not read'}`,
        ];
  });
  expect(wrong).toEqual([]);
});

/**
 * `PLACES`, and a current time on each day of another week. The week is necessary because "next week" and "this week" change
 * the meaning of a phrase only on some days.
 */
const ALL_PLACES = [
  ...PLACES,
  ...[0, 1, 2, 3, 4, 5, 6].map((day) => [`2026-12-0${day + 1}T13:44:00.250Z`, 'Europe/London'] as const),
];

/** Words that only connect other words, are polite, or repeat a unit that is already clear: `half hour`, `1h30 minutes`. */
const CONNECTING = new Set([
  'at',
  'by',
  'on',
  'the',
  '@',
  'of',
  'please',
  'sharp',
  'and',
  'in',
  'an',
  'later',
  '+',
  'minute',
  'minutes',
  'hours',
  'a',
]);

const PART_OF_DAY = /\b(?:morning|evening|night)\b/;
const PART_WORDS = new Set(['morning', 'evening', 'night', 'am', 'pm', 'this']);

test('each word in an accepted combination changes the meaning, unless it confirms or connects others', () => {
  const idle = accepted.flatMap(({ phrase, place }) => {
    const words = phrase.split(' ');
    return words.flatMap((word, index) => {
      const rest = words.toSpliced(index, 1).join(' ');
      const isIdle = ALL_PLACES.every((other) => {
        const [whole, without] = [read(phrase, other), read(rest, other)];
        return (
          whole.kind === without.kind && (whole.kind !== 'due' || (without.kind === 'due' && without.at === whole.at))
        );
      });
      // a part of the day may confirm am or pm; another test checks that they never contradict each other
      const isPartOfDay = PART_OF_DAY.test(phrase) && PART_WORDS.has(word);
      // a week begins on Monday, so "next week monday" means the same as "next monday"
      const isNextMonday = word === 'week' && /next week (?:on )?mon/.test(phrase);
      // a week ends on Sunday, so "sunday this week" means the same as "this sunday"
      const isThisSunday = word === 'week' && /sun(?:day)? this week|this week (?:on )?sun/.test(phrase);
      const isThisComing = word === 'this' && words[index + 1] === 'coming';
      // 0930 is already in the morning, so `am` adds nothing, and `pm` would mean the evening
      const isMorning = word === 'am' && /^0\d\d\d$/.test(words[index - 1] ?? '');
      if (CONNECTING.has(word) || isMorning || isThisComing || isPartOfDay || isNextMonday || isThisSunday || !isIdle) {
        return [];
      }
      // the word must then confirm another word: at least one other word in its place must make the phrase invalid
      const others = WORDS.filter((other) => other !== word && !other.includes(' ') && !CONNECTING.has(other));
      const confirms = others.some((other) => {
        const swapped = read(words.with(index, other).join(' '), place);
        return swapped.kind !== 'due' && /contradicts itself|in the past|does not exist/.test(swapped.reason);
      });
      return confirms ? [] : [`${phrase}: ${word}`];
    });
  });
  expect(idle).toEqual([]);
});
