import { statesOf } from './deployed-service.ts';
import { StackCreator, TEMPLATES } from './stack-creator.ts';

let creator: StackCreator;
beforeAll(async () => {
  creator = await StackCreator.open();
});
afterAll(() => creator?.close());

const nested = (levels: number) => JSON.parse(`${'{"a":['.repeat(levels)}${']}'.repeat(levels)}`);
const template = { stackName: 'remindme-test-refused', templateBody: TEMPLATES.small };

test.each<[string, unknown, string]>([
  ['null', null, 'The input'],
  ['a string', 'remindme-test', 'The input'],
  ['a list', [template], 'The input'],
  ['nothing', {}, 'stackName'],
  ['a name outside the prefix', { ...template, stackName: 'production' }, 'stackName'],
  ["one of the service's own stacks", { action: 'delete', stackName: 'remindme-notifications' }, 'stackName'],
  ['no template', { stackName: 'remindme-test-refused' }, 'The input'],
  ['a template that is too long', { ...template, templateBody: '€'.repeat(17_067) }, 'templateBody'],
  ['200 kB', { ...template, templateBody: { a: 'x'.repeat(200_000) } }, 'templateBody'],
  ['nesting 200 levels deep', { ...template, templateBody: nested(100) }, 'templateBody'],
  ['50,000 capabilities', { ...template, capabilities: Array(50_000).fill('x') }, 'capabilities'],
  ['a deadline of a year', { ...template, deadlineMinutes: 525_600 }, 'deadlineMinutes'],
  ['an empty list of stacks', { stacks: [] }, 'stacks'],
  ['a list that is no stack', { stacks: [[]] }, 'stacks[0]'],
])('refuses %s at once, in a sentence', async (_, input, field) => {
  const execution = await creator.run(input);

  expect(execution).toMatchObject({ status: 'FAILED', error: 'StackRequestRejected' });
  expect(execution.cause?.startsWith(`${field} must `)).toBe(true);
  expect(execution.cause).toMatch(/^[^\n]{20,300}[.]$/);
  expect(await statesOf(execution.executionArn)).toEqual(['Check the request', 'Refuse the request']);
});
