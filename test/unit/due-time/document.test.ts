import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDueTime } from '../../../core/due-time/due-time.ts';
import { RULES } from '../../../core/due-time/split-phrase.ts';
import { dueTimesTables } from '../../../scripts/due-times/due-times-document.ts';
import { FORMS, QUESTIONS, REFUSALS } from '../../../scripts/due-times/forms.ts';

const options = { now: Date.parse('2026-11-25T13:44:00Z'), zone: 'Europe/London' };
const kindOf = (phrase: string) => readDueTime(phrase, options).kind;

test('docs/due-times.md is what npm run docs:due-times writes', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/due-times.md'), 'utf8');
  expect(text).toContain(dueTimesTables());
});

test('each phrase of the tables is understood, asked about or refused, as its table says', () => {
  expect(FORMS.flatMap(([, phrases]) => phrases).filter((phrase) => kindOf(phrase) !== 'due')).toEqual([]);
  expect(QUESTIONS.filter((phrase) => /^(?:due|refused)$/.test(kindOf(phrase)))).toEqual([]);
  expect(REFUSALS.filter((phrase) => kindOf(phrase) !== 'refused')).toEqual([]);
});

test('the tables show each rule of the grammar', () => {
  const phrases = [...FORMS.flatMap(([, each]) => each), ...QUESTIONS].map((phrase) => phrase.toLowerCase());
  const isShown = ({ pattern, read }: (typeof RULES)[number]) =>
    phrases.some((phrase) =>
      Array.from({ length: phrase.length }, (_, index) => index).some((index) => {
        pattern.lastIndex = index;
        const match = pattern.exec(phrase);
        return match !== null && typeof read(match.groups ?? {}) === 'object';
      }),
    );
  expect(RULES.filter((rule) => !isShown(rule)).map(({ name }) => name)).toEqual([]);
});
