import { DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { physicalNames, type Via } from '../../core/naming/physical-names.ts';
import { CLIENT_CONFIG, ended, keptFor, parameter, start, statesOf } from './deployed-service.ts';
import { DOOMED } from './service-names.ts';

beforeAll(async () => {
  const topicArn = await parameter(physicalNames(DOOMED).parameters.topicArn);
  await new SNSClient(CLIENT_CONFIG).send(new DeleteTopicCommand({ TopicArn: topicArn }));
});

test.concurrent.each<Via>(['sns', 'lambda'])(
  'a reminder that cannot be sent through %s is kept and reported',
  async (via) => {
    const request = { message: 'water the plants 🌱', seconds: 1, subject: 'Plants', note: ['my', { own: true }] };
    const executionArn = await start(DOOMED, via, request);

    const execution = await ended(executionArn, 60);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'ReminderUndelivered' });
    expect(execution.cause).toMatch(
      /^The reminder due at [-0-9T:.]+Z was not delivered[.] (SNS[.])?NotFoundException: .*Topic does not exist/s,
    );
    expect(execution.cause).toMatch(/kept in the queue/);
    expect(await statesOf(executionArn)).toEqual([
      'Check the request',
      'Wait until due',
      'Send the reminder',
      'Keep the undelivered request',
      'Report it as undelivered',
    ]);
    expect(await keptFor(DOOMED, executionArn)).toMatchObject({ request, dueAt: expect.stringMatching(/Z$/) });
  },
);

test.concurrent.each([
  ['in fields of the caller', { seconds: 0, luggage: 'x'.repeat(200_000) }],
  ['in its own', { timestamp: `${new Date().toISOString().slice(0, 19)}.${'0'.repeat(200_000)}Z` }],
])('a request that is too large to keep, %s, is kept without its other fields', async (_where, fields) => {
  const executionArn = await start(DOOMED, 'sns', { message: 'still here', ...fields });

  expect(await ended(executionArn, 60)).toMatchObject({ error: 'ReminderUndelivered' });
  const kept = await keptFor(DOOMED, executionArn);
  expect(kept?.request).toEqual({ message: 'still here', timestamp: kept?.dueAt, subject: 'Reminder' });
});
