import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsConsoleLink } from '../../console/server/executions/aws-console-link.ts';
import { MACHINES } from '../../console/server/executions/machine-arn.ts';
import { examplesOf } from '../../console/server/learn/examples.ts';
import { lessons, readLessons } from '../../console/server/learn/lessons.ts';
import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { checkStackRequest } from '../../core/stack-request/stack-request.ts';

const statesOf = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../docs/definitions', `remindme-${name}.asl.json`), 'utf8');

test('the lessons come from docs/lessons.md, with the states that show them', () => {
  const known = lessons();
  expect(known.lessons.length).toBeGreaterThanOrEqual(15);
  expect(known.lessons.find(({ slides }) => slides.startsWith('Don'))).toEqual({
    slides: "Don't sleep in Lambda: Step Functions Wait costs nothing",
    today: expect.stringContaining('The stack creator waits and polls without any function.'),
    states: ['Wait until due', 'Wait before looking', 'Look at the stack'],
  });
  const definitions = MACHINES.map(statesOf).join('\n');
  const unknown = known.lessons
    .flatMap(({ states }) => states)
    .filter((state) => !definitions.includes(`"${state}": {`));
  expect(unknown).toEqual([]);
});

test('the slides say something about each of the eight types of states', () => {
  const types = lessons().types.map(({ type }) => type);
  expect(types.sort()).toEqual(['Choice', 'Fail', 'Map', 'Parallel', 'Pass', 'Succeed', 'Task', 'Wait']);
});

test('a document without tables has no lessons', () => {
  expect(readLessons('# Nothing')).toEqual({ lessons: [], types: [] });
});

test('the examples of a reminder have good and bad input', () => {
  const verdicts = examplesOf('sns', 'remindme').map(({ input }) => checkReminderRequest(input, Date.now()));
  expect(verdicts.map((verdict) => 'problem' in verdict)).toEqual([false, true, true]);
});

test('the examples of the stack creator have good and bad input', () => {
  const rules = { prefix: 'team-', ownStacks: [] };
  const verdicts = examplesOf('stack-creator', 'team').map(({ input }) => checkStackRequest(input, rules));
  expect(verdicts.map((verdict) => 'problem' in verdict)).toEqual([false, false, false, true]);
});

test.each([
  ['aws', 'eu-west-2', 'https://eu-west-2.console.aws.amazon.com/states/home?region=eu-west-2#/v2/executions/details/'],
  [
    'aws-cn',
    'cn-north-1',
    'https://cn-north-1.console.amazonaws.cn/states/home?region=cn-north-1#/v2/executions/details/',
  ],
])('an execution in the partition %s has a URL in its AWS console', (partition, region, start) => {
  const arn = `arn:${partition}:states:${region}:123456789012:execution:remindme-sns:tea`;
  expect(awsConsoleLink(arn)).toBe(`${start}${arn}`);
});

test('an execution in an unknown partition has no URL', () => {
  expect(awsConsoleLink('arn:aws-iso:states:us-iso-east-1:123456789012:execution:m:tea')).toBeUndefined();
});
