import { StackCreator, stackStatusOf, TEMPLATES } from './stack-creator.ts';

let creator: StackCreator;
beforeAll(async () => {
  creator = await StackCreator.open();
});
afterAll(() => creator?.close());

test.concurrent('creates, updates and deletes a stack, each with a report', async () => {
  const stackName = 'remindme-test-life';

  const created = await creator.run({ stackName, templateBody: TEMPLATES.small, tags: { team: 'x' } });
  expect(created.status).toBe('SUCCEEDED');
  expect(created.result).toEqual({
    stackName,
    stackId: expect.stringMatching(/^arn:aws:cloudformation:us-east-1:000000000000:stack\/remindme-test-life\//),
    status: 'CREATE_COMPLETE',
    outputs: { Greeting: 'hello' },
    durationSeconds: expect.any(Number),
  });
  expect(created.report?.subject).toBe('Stack remindme-test-life: created');
  expect(created.report?.message).toMatch(/^Stack remindme-test-life: created \(CREATE_COMPLETE\) after \d+ s[.]\n/);
  expect(created.report?.message).toContain('\n  Greeting = hello\n');
  expect(created.report?.message).toContain(
    `https://us-east-1.console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/stackinfo?stackId=${encodeURIComponent(created.result.stackId)}\n`,
  );

  const again = await creator.run({ stackName, templateBody: TEMPLATES.small });
  expect(again).toMatchObject({ status: 'FAILED', error: 'StackFailed' });
  expect(again.cause).toBe('Stack [remindme-test-life] already exists');
  expect(again.report?.message).toContain('\nStack [remindme-test-life] already exists\n');

  const updated = await creator.run({ action: 'update', stackName, templateBody: JSON.stringify(TEMPLATES.larger) });
  expect(updated.result).toMatchObject({ status: 'UPDATE_COMPLETE', outputs: { Greeting: 'hello again' } });
  expect(updated.report?.subject).toBe('Stack remindme-test-life: updated');

  const deleted = await creator.run({ action: 'delete', stackName });
  expect(deleted.result).toMatchObject({ stackId: created.result.stackId, status: 'DELETE_COMPLETE', outputs: {} });
  expect(deleted.report?.subject).toBe('Stack remindme-test-life: deleted');
  expect(await stackStatusOf(stackName)).toBeUndefined();

  const nothing = await creator.run({ action: 'delete', stackName });
  expect(nothing.result).toMatchObject({ stackId: null, status: 'DELETE_COMPLETE' });
});

test.concurrent('deploys a new stack, a changed one, and an unchanged one', async () => {
  const request = { action: 'deploy', stackName: 'remindme-test-deploy', templateBody: TEMPLATES.small };

  expect((await creator.run(request)).result.status).toBe('CREATE_COMPLETE');

  const same = await creator.run(request);
  expect(same.result).toMatchObject({ status: 'CREATE_COMPLETE', outputs: { Greeting: 'hello' } });
  expect(same.report?.subject).toBe('Stack remindme-test-deploy: as it should be, nothing to change');

  expect((await creator.run({ ...request, templateBody: TEMPLATES.larger })).result.status).toBe('UPDATE_COMPLETE');
  const unchanged = await creator.run({ ...request, action: 'update', templateBody: TEMPLATES.larger });
  expect(unchanged).toMatchObject({ error: 'StackFailed', cause: 'No updates are to be performed.' });
});
