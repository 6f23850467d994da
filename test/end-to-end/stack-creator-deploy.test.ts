import { StackCreator, TEMPLATES } from './stack-creator.ts';

let creator: StackCreator;
beforeAll(async () => {
  creator = await StackCreator.open();
});
afterAll(() => creator?.close());

test('deploys a new stack, a changed one, and an unchanged one', async () => {
  const request = { action: 'deploy', stackName: 'remindme-test-deploy', templateBody: TEMPLATES.small };

  expect((await creator.run(request)).result.status).toBe('CREATE_COMPLETE');

  const same = await creator.run(request);
  expect(same.result).toMatchObject({ status: 'CREATE_COMPLETE', outputs: { Greeting: 'hello' } });
  expect(same.report?.subject).toBe('Stack remindme-test-deploy: as it should be, nothing to change');

  expect((await creator.run({ ...request, templateBody: TEMPLATES.larger })).result.status).toBe('UPDATE_COMPLETE');
  const unchanged = await creator.run({ ...request, action: 'update', templateBody: TEMPLATES.larger });
  expect(unchanged).toMatchObject({ error: 'StackFailed', cause: 'No updates are to be performed.' });
});
