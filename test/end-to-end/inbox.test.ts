import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { openInbox } from '../../local/inbox/inbox.ts';
import { startFaultProxy } from '../faults/fault-proxy.ts';
import { CLIENT_CONFIG, parameter } from './deployed-service.ts';
import { RECREATED } from './service-names.ts';

const sns = new SNSClient(CLIENT_CONFIG);
let topicArn: string;
beforeAll(async () => {
  topicArn = await parameter(physicalNames(RECREATED).parameters.operationsTopicArn);
});
afterAll(() => sns.destroy());

async function subscribers(): Promise<string[]> {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  return Subscriptions.flatMap(({ Protocol, Endpoint }) => (Protocol === 'http' && Endpoint ? [Endpoint] : [])).sort();
}

test('unsubscribes an inbox when it is closed', async () => {
  const before = await subscribers();
  const inbox = await openInbox({ clientConfig: CLIENT_CONFIG, topicArn });
  expect(await subscribers()).toHaveLength(before.length + 1);

  await inbox.close();

  expect(await subscribers()).toEqual(before);
});

test.each(['gone', 'silent'])('closes an inbox while the local AWS is %s', async (state) => {
  const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, { call: 'Unsubscribe', fault: 'silent', times: 1 });
  const inbox = await openInbox({ clientConfig: { ...CLIENT_CONFIG, endpoint: proxy.endpoint }, topicArn });
  if (state === 'gone') {
    await proxy.close();
  }

  await expect(inbox.close()).resolves.toBeUndefined();
  await proxy.close();
});
