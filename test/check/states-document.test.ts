import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { DEFAULT_SERVICE } from '../../core/naming/service-name.ts';
import { everyState, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';

const docs = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'states.md'), 'utf8');
const { sns, lambda, stackCreator } = physicalNames(DEFAULT_SERVICE).stateMachines;
const machines = stateMachinesOf(Object.values(synthesise().templates));
const statesOf = (...names: string[]) =>
  machines.filter(({ name }) => names.includes(name)).flatMap(({ definition }) => everyState(definition));

/** The names of the states in the document's table, keyed by state type. */
const named = Object.fromEntries(
  [...docs.matchAll(/^\| ([A-Z][a-z]+) \| (.*?) \|/gm)].map(([, type, where]) => [
    type,
    [...(where ?? '').matchAll(/\*(.*?)\*/g)].map(([, name]) => name).sort(),
  ]),
);

test('docs/states.md names every state of the three machines in the deck, with its type', () => {
  const states = statesOf(sns, lambda, stackCreator);
  const types = [...new Set(states.map(([, { Type }]) => Type))];
  const actual = Object.fromEntries(
    types.map((type) => [
      type,
      [...new Set(states.filter(([, { Type }]) => Type === type).map(([name]) => name))].sort(),
    ]),
  );

  expect(named).toEqual(actual);
});

test('docs/lessons.md names only existing states in italics', () => {
  const lessons = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'lessons.md'), 'utf8');
  // the first match explains what italics mean
  const [, ...italics] = [...lessons.matchAll(/\*([^*]+)\*/g)].map(([, name]) => name);
  const names = statesOf(sns, lambda, stackCreator).map(([name]) => name);

  expect(italics.length).toBeGreaterThan(15);
  expect(italics.filter((name) => !names.includes(name ?? ''))).toEqual([]);
});
