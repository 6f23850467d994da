import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXERCISES } from '../../scripts/learn/exercises.ts';
import { readDefinition } from '../../scripts/learn/find-mistake.ts';

/** Tests how `npm run learn` describes a mistake in a definition. */

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'learn');
const read = (path: string) => readFileSync(join(FOLDER, path), 'utf8');
const solution = read('solutions/3-check-first.asl.json');

test.each(EXERCISES.flatMap(({ fileName }) => [`exercises/${fileName}`, `solutions/${fileName}`]))(
  '%s can be read',
  (path) => {
    expect(readDefinition(read(path))).toEqual({ definition: JSON.parse(read(path)) });
  },
);

// biome-ignore lint/suspicious/noExplicitAny: a test breaks the structure that types would protect
const change = (by: (definition: any) => void) => {
  const definition = JSON.parse(solution);
  by(definition);
  return JSON.stringify(definition);
};

test.each<[what: string, text: string, sentence: RegExp]>([
  ['a missing comma', solution.replace('"JSONata",', '"JSONata"'), /^The file is not JSON in line 4: /],
  ['no query language', change((d) => delete d.QueryLanguage), /"QueryLanguage": "JSONata" at the top/],
  ['no states', '{}', /^The machine has no States/],
  [
    'a start that is no state',
    change((d) => {
      d.StartAt = 'Begin';
    }),
    /^StartAt leads to "Begin", which is not a state\. The states are "Check the request", /,
  ],
  [
    'a rule that leads nowhere',
    change((d) => {
      d.States['Check the request'].Choices[0].Next = 'Wait';
    }),
    /^The state "Check the request" leads to "Wait", which is not a state/,
  ],
  [
    'an unknown type',
    change((d) => {
      d.States['Say it'].Type = 'pass';
    }),
    /has the Type "pass"\. It must be one of Task, /,
  ],
  [
    'neither Next nor End',
    change((d) => delete d.States['Say it'].End),
    /^The state "Say it" needs either a Next or "End": true/,
  ],
  [
    'a state that nothing leads to',
    change((d) => {
      d.States.Lonely = { Type: 'Succeed' };
    }),
    /^No state leads to "Lonely"/,
  ],
  [
    'JSONata that does not end',
    change((d) => {
      d.States['Say it'].Output = '{% $states.input.message }';
    }),
    /^The state "Say it" holds .*does not end with %}/,
  ],
  [
    'JSONata that cannot be parsed',
    change((d) => {
      d.States['Say it'].Output = '{% $states.input.( %}';
    }),
    /^The state "Say it" holds JSONata that cannot be read/,
  ],
  [
    'a field that a state does not have',
    change((d) => {
      d.States['Say it'].SecondsPath = '$.seconds';
    }),
    /^Step Functions would not take this definition/,
  ],
])('says what is wrong with %s', (_, text, sentence) => {
  expect(readDefinition(text)).toEqual({ mistake: expect.stringMatching(sentence) });
});
