import { stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { strictJsonata } from '../support/strict-jsonata.js';

/** The measurement of a sent reminder, which JSONata computes from the output of its execution. */

const machine = stateMachinesOf(Object.values(synthesise().templates)).find(({ name }) => name === 'remindme-lateness');
const [event] = machine?.definition.States['Log how late it was']?.['Arguments'].LogEvents ?? [];
const expression = strictJsonata(/^\{%([\s\S]*)%\}$/.exec(event.Message)?.[1] ?? '');
// a function of Step Functions, not of JSONata
expression.registerFunction('parse', (text: string) => JSON.parse(text), '<s:x>');

/** The detail of the event of a successful execution: Step Functions sends input and output as JSON in a text. */
const detailOf = (dueAt: string, sentAt: string) => ({
  stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:remindme-sns',
  status: 'SUCCEEDED',
  input: '{"message":"a \\"quoted\\" text"}',
  output: JSON.stringify({ messageId: 'id', dueAt, sentAt }),
});

async function lateSeconds(dueAt: string, sentAt: string): Promise<number> {
  const line = JSON.parse(await expression.evaluate({}, { states: { input: detailOf(dueAt, sentAt) } }));
  expect(line).toEqual({ machine: 'remindme-sns', dueAt, sentAt, lateSeconds: expect.any(Number) });
  return line.lateSeconds;
}

test.each([
  ['at once', '2027-01-27T09:00:00Z', '2027-01-27T09:00:00.000Z', 0],
  ['a moment later', '2027-01-27T09:00:00Z', '2027-01-27T09:00:00.250Z', 0.25],
  ['after retries', '2027-01-27T09:00:00Z', '2027-01-27T09:13:31.000Z', 811],
  ['into the next year', '2027-12-31T23:59:59Z', '2028-01-01T00:00:00.500Z', 1.5],
  ['due within a second', '2027-01-27T09:00:00.500Z', '2027-01-27T09:00:01.000Z', 0.5],
  ['before it was due, by another clock', '2027-01-27T09:00:00Z', '2027-01-27T08:59:59.900Z', 0],
])('measures a reminder sent %s', async (_what, dueAt, sentAt, expected) => {
  expect(await lateSeconds(dueAt, sentAt)).toBe(expected);
});
