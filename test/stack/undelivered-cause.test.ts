import { stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { strictJsonata } from '../support/strict-jsonata.js';

/** The words for the last error in the cause of an undelivered reminder. */

const definition = stateMachinesOf(Object.values(synthesise().templates)).find(
  ({ name }) => name === 'remindme-lambda',
)?.definition;
const { Output = '' } = (definition?.States['Send the reminder']?.Catch ?? [])[0] ?? {};
const expression = strictJsonata(/^\{%([\s\S]*)%\}$/.exec(String(Output))?.[1] ?? '');

async function problemOf(errorOutput: { readonly Error: string; readonly Cause?: string }): Promise<string> {
  const context = { Execution: { Id: 'an arn', Input: { message: 'x' } }, StateMachine: { Id: 'another' } };
  const output = await expression.evaluate({}, { states: { input: { dueAt: 'then' }, errorOutput, context } });
  expect(output).toMatchObject({ request: { message: 'x' }, dueAt: 'then', execution: 'an arn' });
  return output.problem;
}

test.each([
  ['SNS.NotFoundException', 'Topic does not exist', 'SNS.NotFoundException: Topic does not exist'],
  // AWS Lambda Developer Guide, "Lambda function errors in Node.js": type, message and stack trace, as JSON
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
