import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOCK_FORMS } from '../../../core/due-time/clock-forms.ts';
import { ZONE_FORMS } from '../../../core/due-time/zone-forms.ts';
import { EVERY_FORMS } from '../../../core/repetition/every-forms.ts';
import { PHRASES, REFUSED } from '../../../scripts/repetition/phrases.ts';
import { readRule, repetitionTables } from '../../../scripts/repetition/repetition-document.ts';

const accepted = PHRASES.flatMap(([, phrases]) => phrases);
const isAccepted = (phrase: string) => !('problem' in readRule(phrase));

test('docs/repetition.md is identical to the output of npm run docs:repetition', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/repetition.md'), 'utf8');
  expect(text).toContain(repetitionTables());
});

test('each rule in the tables is accepted or refused, as its table says', () => {
  expect(accepted.filter((phrase) => !isAccepted(phrase))).toEqual([]);
  expect(REFUSED.filter(isAccepted)).toEqual([]);
});

// docs/due-times.md shows the rules for times of day and zones
test('the tables show each rule for days, distances and dates', () => {
  const own = EVERY_FORMS.filter(({ name }) => ![...CLOCK_FORMS, ...ZONE_FORMS].some((each) => each.name === name));
  const phrases = [...accepted, ...REFUSED].map((phrase) => phrase.toLowerCase());
  const isShown = ({ matchAt }: (typeof EVERY_FORMS)[number]) =>
    phrases.some((phrase) => [...phrase].some((_, index) => matchAt(phrase, index)?.read() !== undefined));
  expect(own.filter((rule) => !isShown(rule)).map(({ name }) => name)).toEqual([]);
});

test("a phrase that a rule of the grammar reads contains the rule's key", () => {
  const keyless = EVERY_FORMS.flatMap(({ name, key, matchAt }) =>
    accepted
      .map((phrase) => phrase.toLowerCase())
      .filter((phrase) => key && !key.test(phrase))
      .filter((phrase) => [...phrase].some((_, index) => typeof matchAt(phrase, index)?.read() === 'object'))
      .map((phrase) => [name, phrase]),
  );
  expect(keyless).toEqual([]);
});
