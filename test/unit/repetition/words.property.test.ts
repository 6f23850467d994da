import fc from 'fast-check';
import { describeRepetition } from '../../../core/repetition/describe-repetition.ts';
import { nextOccurrences } from '../../../core/repetition/occurrences.ts';
import { readEvery, readRrule } from '../../../core/repetition/read-repetition.ts';
import type { Repetition } from '../../../core/repetition/repetition.ts';
import { GENERATED } from './generated-rules.ts';

/** The number of rules to test. `RULES=10000` tests more rules. */
const RULES = Number(process.env['RULES'] ?? 150);
const NOW = Date.parse('2026-11-30T15:00:00Z');

const accepted = GENERATED.map(({ text, zone, first }) => readRrule(text, { now: first, zone, first })).filter(
  (each): each is Repetition => !('problem' in each),
);

/** A fixed sample of rules, because the first test needs the same rules in each run. */
const SAMPLE = fc.sample(GENERATED, { numRuns: 3_000, seed: 1 });

/**
 * Returns the parts of a repetition that determine its occurrences, and its next eight occurrences. If a rule applies every
 * few years, the first year is left out, because the clocks may skip the time in that year. `next` contains the years anyway.
 */
const timesOf = (repetition: Repetition, from: number) => ({
  zone: repetition.zone,
  cron: repetition.cron.replace(/\d{4}(?=\/\d+\)$)/, 'year'),
  period: repetition.interval && [repetition.interval.unitDays, repetition.interval.every],
  next: nextOccurrences(repetition, from, 8),
});

/** Describes a repetition in words, and reads these words like a user's input. Returns the words and the result. */
function readWords(repetition: Repetition, first: number) {
  const [, phrase = ''] = /^every (.*), [^,]+$/.exec(describeRepetition(repetition)) ?? [];
  return { phrase, again: readEvery(phrase, { now: first, zone: repetition.zone }) };
}

/** The descriptions of the accepted rules among the first 300 rules of the sample. */
const SAMPLE_WORDS = SAMPLE.slice(0, 300).flatMap(({ text, zone, first }) => {
  const read = readRrule(text, { now: first, zone, first });
  return 'problem' in read ? [] : [readWords(read, first).phrase];
});

test('the sample has rules of every frequency that are accepted, and one for each way to be refused', () => {
  const read = SAMPLE.map(({ text, zone, first }) => ({ text, result: readRrule(text, { now: first, zone, first }) }));
  const accepted = read.filter(({ result }) => !('problem' in result));
  const counts = Object.fromEntries(
    ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY', 'HOURLY', 'MINUTELY'].map((frequency) => [
      frequency,
      accepted.filter(({ text }) => text.startsWith(`FREQ=${frequency}`)).length,
    ]),
  );
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(100);
  const reasons = read.flatMap(({ result }) => ('problem' in result ? [result.reason.replace(/\d+/g, 'n')] : []));
  expect([...new Set(reasons)].sort()).toEqual([
    'A numbered day in BYDAY is supported only with FREQ=MONTHLY, or with FREQ=YEARLY and BYMONTH.',
    'BYSETPOS is supported only with FREQ=MONTHLY, or with FREQ=YEARLY and one month.',
    'Days that count from the end of the month cannot be mixed with other days. Only the last day can be counted from there.',
    'Every nth day cannot be combined with days of the week or of the month.',
    'Every nth day or week needs times of day that are at most n hours apart.',
    'Every nth year is supported only with one month and a day in it.',
    'Of the weekdays of a month, only the first five and the last one can be counted.',
    'The positions in BYSETPOS do not name one day of the month.',
    'The reminder would never be due.',
    'The rule names no month in which it can occur.',
    'n hours do not divide a day into equal parts.',
    'n minutes do not divide an hour into equal parts.',
    'n months do not divide a year into equal parts.',
  ]);
});

test('the words of a repetition can be read as the same repetition', () => {
  fc.assert(
    fc.property(accepted, (repetition) => {
      const [first = 0] = nextOccurrences(repetition, NOW, 1);
      const { phrase, again } = readWords(repetition, first);
      expect(again).not.toHaveProperty('problem');
      expect({ phrase, ...timesOf(again as Repetition, first) }).toEqual({ phrase, ...timesOf(repetition, first) });
    }),
    { numRuns: RULES },
  );
}, 600_000);

test('the rule of a repetition, from an occurrence on, can be read as the same repetition', () => {
  fc.assert(
    fc.property(accepted, (repetition) => {
      const [first = 0] = nextOccurrences(repetition, NOW, 1);
      const again = readRrule(repetition.rule, { now: first, zone: repetition.zone, first });
      expect({ rule: repetition.rule, ...timesOf(again as Repetition, first) }).toEqual({
        rule: repetition.rule,
        ...timesOf(repetition, first),
      });
    }),
    { numRuns: RULES },
  );
}, 600_000);

test('a refusal is one or two sentences, and each of its phrases can be read', () => {
  fc.assert(
    fc.property(GENERATED, ({ text, zone, first }) => {
      const refused = readRrule(text, { now: first, zone, first });
      if (!('problem' in refused)) {
        return;
      }
      const read = refused.nearest.map((phrase) => readEvery(phrase, { now: first, zone }));
      expect(read.filter((each) => 'problem' in each)).toEqual([]);
      expect(refused.problem).toMatch(/^[A-Z0-9].*\.$/);
      expect(refused.nearest.length).toBeLessThanOrEqual(2);
    }),
    { numRuns: RULES },
  );
}, 600_000);

test('no words make the reader throw, and what it reads can be said in words that it reads in the same way', () => {
  const words =
    'every other 2 15 second first last third monday fri weekday weekend day week month quarter year hour minutes of in on the and at 9 9am 17:30 noon midnight morning from to - , + 1st 15th 31st 29 february may march Europe/London UTC CET +01:00 2h 90 ½ 24:00 99999 0 other/other'.split(
      ' ',
    );
  const soup = fc.array(fc.constantFrom(...words), { maxLength: 9 }).map((each) => each.join(' '));
  /** Generates phrases that are nearly valid, because random words are rarely valid. */
  const nearly = fc
    .tuple(fc.constantFrom(...SAMPLE_WORDS), fc.constantFrom(...words), fc.nat({ max: 9 }), fc.nat({ max: 1 }))
    .map(([phrase, word, place, removed]) => phrase.split(' ').toSpliced(place, removed, word).join(' '));
  let read = 0;
  const check = (phrase: string) => {
    const result = readEvery(phrase, { now: NOW, zone: 'America/Santiago' });
    if ('problem' in result) {
      expect(result.problem).toMatch(/[.?]$/);
      return;
    }
    read += 1;
    expect(result.cron).toMatch(/^cron\(.*\)$/);
    const [first] = nextOccurrences(result, NOW, 1);
    if (first !== undefined) {
      const { phrase: said, again } = readWords(result, first);
      expect({ phrase, said, ...timesOf(again as Repetition, first) }).toEqual({
        phrase,
        said,
        ...timesOf(result, first),
      });
    }
  };
  fc.assert(fc.property(fc.oneof(soup, nearly, fc.string({ unit: 'grapheme' })), check), {
    numRuns: Number(process.env['SOUPS'] ?? 2_000),
  });
  read = 0;
  for (const phrase of fc.sample(nearly, { numRuns: 500, seed: 1 })) {
    check(phrase);
  }
  expect(read).toBeGreaterThan(30);
}, 600_000);
