import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { openInbox } from '../../local/inbox/inbox.ts';
import { startFaultProxy } from '../faults/fault-proxy.ts';
import { CLIENT_CONFIG, parameter } from './deployed-service.ts';
import { MENDED } from './service-names.ts';

const sns = new SNSClient(CLIENT_CONFIG);
let topicArn: string;
beforeAll(async () => {
  topicArn = await parameter(physicalNames(MENDED).parameters.operationsTopicArn);
});
afterAll(() => sns.destroy());

/** The HTTP subscribers of the topic. */
async function subscribers(): Promise<string[]> {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  return Subscriptions.flatMap(({ Protocol, Endpoint }) => (Protocol === 'http' && Endpoint ? [Endpoint] : [])).sort();
}

test('an inbox that is closed is subscribed no longer', async () => {
  const before = await subscribers();
  const inbox = await openInbox({ clientConfig: CLIENT_CONFIG, topicArn });
  expect(await subscribers()).toHaveLength(before.length + 1);

  await inbox.close();

  expect(await subscribers()).toEqual(before);
});

test.each(['gone', 'silent'])('one can be closed where the local AWS is %s', async (state) => {
  const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, { call: 'Unsubscribe', fault: 'silent', times: 1 });
  const inbox = await openInbox({ clientConfig: { ...CLIENT_CONFIG, endpoint: proxy.endpoint }, topicArn });
  if (state === 'gone') {
    await proxy.close();
  }

  await expect(inbox.close()).resolves.toBeUndefined();
  await proxy.close();
});
