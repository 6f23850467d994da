import fc from 'fast-check';
import { describeRepetition } from '../../../core/repetition/describe-repetition.ts';
import { nextOccurrences } from '../../../core/repetition/occurrences.ts';
import { readEvery, readRrule } from '../../../core/repetition/read-repetition.ts';
import type { Repetition } from '../../../core/repetition/repetition.ts';
import { GENERATED } from './generated-rules.ts';

/** More rules: `RULES=10000`. */
const RULES = Number(process.env['RULES'] ?? 150);
const NOW = Date.parse('2026-11-30T15:00:00Z');

const accepted = GENERATED.map(({ text, zone, first }) => readRrule(text, { now: first, zone, first })).filter(
  (each): each is Repetition => !('problem' in each),
);

/** Returns the parts of a repetition that determine its occurrences, from the first one on. */
const timesOf = (repetition: Repetition, from: number) => ({
  zone: repetition.zone,
  next: nextOccurrences(repetition, from, 8),
});

test('the words of a repetition can be read as the same repetition', () => {
  fc.assert(
    fc.property(accepted, (repetition) => {
      const [first = 0] = nextOccurrences(repetition, NOW, 1);
      const [, phrase = ''] = /^every (.*), [^,]+$/.exec(describeRepetition(repetition)) ?? [];
      const again = readEvery(phrase, { now: first, zone: repetition.zone });
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
  const kinds = new Set<string>();
  fc.assert(
    fc.property(GENERATED, ({ text, zone, first }) => {
      const refused = readRrule(text, { now: first, zone, first });
      if (!('problem' in refused)) {
        return;
      }
      kinds.add(refused.reason);
      const read = refused.nearest.map((phrase) => readEvery(phrase, { now: first, zone }));
      expect(read.filter((each) => 'problem' in each)).toEqual([]);
      expect(refused.problem).toMatch(/^[A-Z0-9].*\.$/);
      expect(refused.nearest.length).toBeLessThanOrEqual(2);
    }),
    { numRuns: RULES },
  );
  expect(kinds.size).toBeGreaterThan(4);
}, 600_000);

test('no words make the reader throw', () => {
  const words =
    'every other 2 15 second first last third monday fri weekday weekend day week month quarter year hour minutes of in on the and at 9 9am 17:30 noon midnight morning from to - , + 1st 15th 31st 29 february may march Europe/London UTC CET +01:00 2h 90 ½ 24:00 99999 0 other/other'.split(
      ' ',
    );
  const soup = fc.array(fc.constantFrom(...words), { maxLength: 9 }).map((each) => each.join(' '));
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: 'grapheme' })), (phrase) => {
      const result = readEvery(phrase, { now: NOW, zone: 'America/Santiago' });
      read += 'problem' in result ? 0 : 1;
      expect('problem' in result ? result.problem : result.cron).toMatch(/^(?:cron\(.*\)|.*[.?])$/s);
    }),
    { numRuns: Number(process.env['SOUPS'] ?? 2_000) },
  );
  expect(read).toBeGreaterThan(0);
}, 600_000);
