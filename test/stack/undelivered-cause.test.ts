import { stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { strictJsonata } from '../support/strict-jsonata.js';

/** Tests that the message to the queue of undelivered reminders contains the request and describes the last error. */

const definition = stateMachinesOf(Object.values(synthesise().templates)).find(
  ({ name }) => name === 'remindme-lambda',
)?.definition;
const { Output = '' } = (definition?.States['Send the reminder']?.Catch ?? [])[0] ?? {};
const expression = strictJsonata(/^\{%([\s\S]*)%\}$/.exec(String(Output))?.[1] ?? '');

async function kept(request: unknown, errorOutput: object = { Error: 'States.Timeout' }) {
  const input = { message: 'x', subject: 'Reminder', dueAt: 'then' };
  const context = { Execution: { Id: 'an arn', Input: request }, StateMachine: { Id: 'another' } };
  return expression.evaluate({}, { states: { input, errorOutput, context } });
}

async function problemOf(errorOutput: { readonly Error: string; readonly Cause?: string }): Promise<string> {
  const output = await kept({ message: 'x' }, errorOutput);
  expect(output).toMatchObject({ request: { message: 'x' }, dueAt: 'then', execution: 'an arn' });
  return output.problem;
}

test.each([
  ['fields of its own', { message: 'x', seconds: 5, mine: [{ a: null }] }],
  ['whole surrogate pairs', { message: '🔔', timestamp: 'then', mine: '🔔🔔 \u{10ffff}' }],
])('keeps a request with %s unchanged', async (_, request) => {
  expect((await kept(request)).request).toEqual(request);
});

test('keeps a request with a field that npm jsonata uses to mark functions', async () => {
  expect((await kept({ message: 'x', seconds: 5, _jsonata_lambda: true })).request).toEqual({
    message: 'x',
    seconds: 5,
  });
});

test.each([
  ['half of a surrogate pair', { message: 'x', seconds: 5, mine: ['🔔\ud83d'] }],
  ['half of a surrogate pair in a name', { message: 'x', seconds: 5, '\ude00': 1 }],
  ['U+FFFE', { message: 'x', seconds: 5, mine: { a: 'a\ufffe' } }],
  ['U+FFFF', { message: 'x', seconds: 5, '\uffff': 1 }],
  ['more than a message can hold', { message: 'x', seconds: 5, mine: 'x'.repeat(60_000) }],
])('leaves out additional fields with %s, which the queue cannot keep', async (_, request) => {
  expect((await kept(request)).request).toEqual({ message: 'x', subject: 'Reminder', timestamp: 'then' });
});

test.each([
  ['SNS.NotFoundException', 'Topic does not exist', 'SNS.NotFoundException: Topic does not exist'],
  // AWS Lambda Developer Guide, "Lambda function errors in Node.js": the cause has type, message and stack trace as JSON
  [
    'NotPublishedError',
    '{"errorType":"NotPublishedError","errorMessage":"no \\"id\\" in it","trace":["NotPublishedError: no id","    at handler (/var/task/index.mjs:1:2)"]}',
    'NotPublishedError: no \\"id\\" in it',
  ],
  ['Sandbox.Timedout', '{"errorMessage": "gone", "errorType": "Sandbox.Timedout"}', 'Sandbox.Timedout: gone'],
  ['Lambda.Unknown', '{"errorMessage":"cut sho', 'Lambda.Unknown: {"errorMessage":"cut sho'],
  ['Lambda.Unknown', 'no 🔔', 'Lambda.Unknown: no 🔔'],
  ['States.Timeout', undefined, 'States.Timeout: '],
  ['States.TaskFailed', 'x'.repeat(5_000), `States.TaskFailed: ${'x'.repeat(2_000)}`],
])('describes %s with the cause %j', async (error, Cause, problem) => {
  expect(await problemOf({ Error: error, ...(Cause !== undefined && { Cause }) })).toBe(problem);
});
