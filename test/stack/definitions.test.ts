import validate from 'asl-validator';
import { type Definition, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { EVERYTHING } from '../support/every-setting.ts';

/** Checks that the definitions are valid in the Amazon States Language. CloudFormation and its linters do not check this. */

const machines = stateMachinesOf(Object.values(synthesise(EVERYTHING).templates));

/** Returns the findings of asl-validator. For a valid definition, the result is empty. */
function findings(definition: Definition): string {
  // asl-validator accepts a condition only if it is on one line
  const inOneLine = JSON.stringify(definition, (_, value) =>
    typeof value === 'string' ? value.replaceAll('\n', ' ') : value,
  );
  const { isValid, errorsText } = validate(JSON.parse(inOneLine));
  return isValid ? '' : errorsText();
}

test.each(machines)('$name is valid in the Amazon States Language', ({ definition }) => {
  expect(findings(definition)).toBe('');
});

// biome-ignore lint/suspicious/noExplicitAny: the tests break the structure that types would protect
const BREAKS: [what: string, by: (definition: any) => void][] = [
  ['a transition to nowhere', ({ States }) => (States['Wait until due'].Next = 'Nowhere')],
  ['a state that nothing leads to', ({ States }) => (States.Orphan = { Type: 'Succeed' })],
  ['JSONata that cannot be parsed', ({ States }) => (States['Wait until due'].Timestamp = '{% $states.input.( %}')],
  ['a field of JSONPath', ({ States }) => (States['Send the reminder'].ResultPath = '$.result')],
  ['a field that no state has', ({ States }) => (States['Wait until due'].Unknown = 1)],
  ['a start that is not there', (definition) => (definition.StartAt = 'Nowhere')],
];

test.each(BREAKS)('finds %s', (_, by) => {
  // use the state machines for reminders, because they have the states that the tests break
  for (const { definition } of machines.filter(({ definition }) => 'Wait until due' in definition.States)) {
    const broken = structuredClone(definition);
    by(broken);
    expect(findings(broken)).not.toBe('');
  }
});
