import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDueTime } from '../../../core/due-time/due-time.ts';
import { fold } from '../../../core/due-time/fold.ts';
import type { Rule } from '../../../core/due-time/parts.ts';
import { RULES } from '../../../core/due-time/split-phrase.ts';
import { dueTimesTables } from '../../../scripts/due-times/due-times-document.ts';
import { FORMS, QUESTIONS, REFUSALS } from '../../../scripts/due-times/forms.ts';
import { NOT_UNDERSTOOD, UNDERSTOOD } from './cases.ts';

const options = { now: Date.parse('2026-11-25T13:44:00Z'), zone: 'Europe/London' };
/** Returns the indexes in the phrase at which the given grammar rule matches. */
const placesOf = ({ matchAt }: Rule, phrase: string) =>
  Array.from({ length: phrase.length }, (_, index) => index).filter(
    (index) => typeof matchAt(phrase, index)?.read() === 'object',
  );
const kindOf = (phrase: string) => readDueTime(phrase, options).kind;

test('docs/due-times.md is identical to the output of npm run docs:due-times', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/due-times.md'), 'utf8');
  expect(text).toContain(dueTimesTables());
});

test('each phrase in the tables is accepted, unclear or refused, as its table says', () => {
  expect(FORMS.flatMap(([, phrases]) => phrases).filter((phrase) => kindOf(phrase) !== 'due')).toEqual([]);
  expect(QUESTIONS.filter((phrase) => /^(?:due|refused)$/.test(kindOf(phrase)))).toEqual([]);
  expect(REFUSALS.filter((phrase) => kindOf(phrase) !== 'refused')).toEqual([]);
});

test('the tables show each grammar rule', () => {
  const phrases = [...FORMS.flatMap(([, each]) => each), ...QUESTIONS].map((phrase) => phrase.toLowerCase());
  const isShown = (rule: Rule) => phrases.some((phrase) => placesOf(rule, phrase).length > 0);
  expect(RULES.filter((rule) => !isShown(rule)).map(({ name }) => name)).toEqual([]);
});

test("a phrase that a rule reads contains the rule's key", () => {
  const phrases = [...UNDERSTOOD, ...NOT_UNDERSTOOD].map(([, text]) => fold(text).text);
  const keyless = RULES.flatMap((rule) =>
    phrases.filter((phrase) => !rule.key?.test(phrase) && rule.key && placesOf(rule, phrase).length > 0),
  );
  expect(keyless).toEqual([]);
});
