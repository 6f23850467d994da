import jsonata from 'jsonata';
import { type Definition, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { EVERYTHING } from '../support/every-setting.ts';

/**
 * Checks that the JSONata expressions in definitions read only variables that exist. JSONata reports no error if a variable
 * does not exist.
 */

const machines = stateMachinesOf(Object.values(synthesise(EVERYTHING).templates));

/** The names that JSONata and Step Functions define and that the definitions use. */
const KNOWN =
  'states abs append ceil contains count distinct each encodeUrlComponent exists filter floor fromMillis hash join keys length lookup map match max merge millis min not now number parse power reduce replace sift split string substring substringBefore sum toMillis type uppercase'.split(
    ' ',
  );

// biome-ignore lint/suspicious/noExplicitAny: a node of the syntax tree, or a part of a definition
type Tree = any;

/** Returns every object and list within a value, including the value itself if it is one. */
function objectsIn(value: Tree): Tree[] {
  return typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(objectsIn)] : [];
}

function textsIn(value: Tree): string[] {
  return typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];
}

/** Returns the variables that an expression reads, except for its own variables and function parameters. */
function unboundIn(expression: string): string[] {
  const nodes = objectsIn(jsonata(expression).ast());
  const bound = nodes.flatMap(({ type, lhs, arguments: parameters }) =>
    type === 'bind' ? [lhs.value] : type === 'lambda' ? parameters.map(({ value }: Tree) => value) : [],
  );
  const read = nodes.filter(({ type }) => type === 'variable').map(({ value }): string => value);
  return [...new Set(read)].filter((name) => name !== '' && !bound.includes(name));
}

/** Returns the variables that a definition's expressions read, although no expression and no state defines them. */
function missingIn(definition: Definition): string[] {
  const assigned = objectsIn(definition).flatMap(({ Assign }) => Object.keys(Assign ?? {}));
  const unbound = textsIn(definition)
    .filter((text) => text.startsWith('{%'))
    .flatMap((text) => unboundIn(text.slice(2, -2)));
  return [...new Set(unbound)].filter((name) => !KNOWN.includes(name) && !assigned.includes(name));
}

test.each(machines)('every variable that $name reads exists', ({ definition }) => {
  expect(missingIn(definition)).toEqual([]);
});

test('finds a variable that does not exist', () => {
  const definition = {
    StartAt: 'A',
    States: { A: { Type: 'Pass', Assign: { there: 1 }, Output: '{% ($x := $there; $x + $missing) %}', End: true } },
  };

  expect(missingIn(definition)).toEqual(['missing']);
});
