import validate from 'asl-validator';
import { type Definition, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { EVERYTHING } from '../support/every-setting.ts';

/** Checks that the definitions are valid Amazon States Language, which CloudFormation and its linters do not check. */

const machines = stateMachinesOf(Object.values(synthesise(EVERYTHING).templates));

/** Returns the findings of asl-validator. For a valid definition, the result is empty. */
function findings(definition: Definition): string {
  // write each string on one line, because asl-validator refuses a condition with line breaks
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
  // break only the state machines for reminders, because only they have these states
  for (const { definition } of machines.filter(({ definition }) => 'Wait until due' in definition.States)) {
    const broken = structuredClone(definition);
    by(broken);
    expect(findings(broken)).not.toBe('');
  }
});
