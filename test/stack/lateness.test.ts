import { stateMachinesOf } from '../support/state-machines.ts';
import { strictJsonata } from '../support/strict-jsonata.js';
import { synthesise } from '../support/synthesise.ts';

/** What is written about a reminder that was sent, as JSONata computes it from the output of its execution. */

const machine = stateMachinesOf(Object.values(synthesise().templates)).find(({ name }) => name === 'remindme-lateness');
const [event] = machine?.definition.States['Log how late it was']?.['Arguments'].LogEvents ?? [];
const expression = strictJsonata(/^\{%([\s\S]*)%\}$/.exec(event.Message)?.[1] ?? '');
// Step Functions has it, the language has not
expression.registerFunction('parse', (text: string) => JSON.parse(text), '<s:x>');

/** In the event the output is a text; what EventBridge makes of JSON that it puts into JSON is not documented. */
const FORMS = [(output: object) => JSON.stringify(output), (output: object) => output];

async function lateSeconds(dueAt: string, sentAt: string): Promise<number> {
  const lines = FORMS.map(async (form) => {
    const input = { machine: 'remindme-sns', output: form({ messageId: 'id', dueAt, sentAt }) };
    return JSON.parse(await expression.evaluate({}, { states: { input } }));
  });
  const [line, other] = await Promise.all(lines);
  expect(line).toEqual({ machine: 'remindme-sns', dueAt, sentAt, lateSeconds: expect.any(Number) });
  expect(other).toEqual(line);
  return line.lateSeconds;
}

test.each([
  ['at once', '2027-01-27T09:00:00Z', '2027-01-27T09:00:00.000Z', 0],
  ['a moment later', '2027-01-27T09:00:00Z', '2027-01-27T09:00:00.250Z', 0.25],
  ['after retries', '2027-01-27T09:00:00Z', '2027-01-27T09:13:31.000Z', 811],
  ['into the next year', '2027-12-31T23:59:59Z', '2028-01-01T00:00:00.500Z', 1.5],
  ['due within a second', '2027-01-27T09:00:00.500Z', '2027-01-27T09:00:01.000Z', 0.5],
  ['before it was due, by another clock', '2027-01-27T09:00:00Z', '2027-01-27T08:59:59.900Z', 0],
])('sent %s', async (_what, dueAt, sentAt, expected) => {
  expect(await lateSeconds(dueAt, sentAt)).toBe(expected);
});
