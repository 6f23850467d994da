import { setTimeout as pause } from 'node:timers/promises';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { Deployment } from '../client/deployment.ts';
import { type Inbox, openInbox } from '../local/inbox/inbox.ts';
import { SERVICE } from '../local/service/start-service.ts';
import { machine } from './machine.ts';
import { mostInASecond } from './most-in-a-second.ts';
import { median, quantile } from './quantile.ts';
import { readCounts } from './read-counts.ts';
import { runBenchmark } from './run-benchmark.ts';
import { say } from './say.ts';
import { startDeployed } from './start-deployed.ts';

// Publishes messages to the reminder topic, first one by one and then many at once. Measures the delay of a single email, the
// maximum number of emails in one second, and the time until the last email.

const USAGE = 'Usage: npm run bench:emails -- [--reminders N]';
const SINGLE = 20;
/** The pause between single messages. It is long enough for every message group to become idle. */
const BETWEEN_SINGLE_MILLISECONDS = 1_500;
/** The number of concurrent Publish calls. */
const PUBLISHERS = 16;
/** The maximum time to wait for one more message. */
const SILENCE_MILLISECONDS = 60_000;
/** The time to wait for duplicates after the last message. */
const SETTLE_MILLISECONDS = 5_000;

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(2)} s`;

/** Waits until `count` messages have arrived, or no message arrives for `SILENCE_MILLISECONDS`. */
async function untilArrived(inbox: Inbox, count: number): Promise<void> {
  let before = -1;
  while (inbox.arrivals.length < count && inbox.arrivals.length > before) {
    before = inbox.arrivals.length;
    await inbox.until((arrivals) => arrivals.length >= count, SILENCE_MILLISECONDS);
  }
}

/** Publishes messages one by one. Returns each message's delay between the two topics, in milliseconds. */
async function measureSingle(publish: (message: string) => Promise<unknown>, published: Inbox, emails: Inbox) {
  for (let index = 0; index < SINGLE; index += 1) {
    await publish(`single ${index}`);
    await untilArrived(emails, index + 1);
    await pause(BETWEEN_SINGLE_MILLISECONDS);
  }
  const publishedAt = new Map(published.arrivals.map(({ message, receivedAt }) => [message, receivedAt]));
  return emails.arrivals.map(({ message, receivedAt }) => receivedAt - (publishedAt.get(message) ?? Number.NaN));
}

await runBenchmark(async (atEnd) => {
  const { reminders } = readCounts(USAGE, { reminders: 1_000 });
  const ministack = await startDeployed(atEnd);
  const { clientConfig } = ministack;
  const { topicArn: TopicArn, emailTopicArn } = await new Deployment({
    connection: clientConfig,
    service: SERVICE,
  }).read();
  const published = await openInbox({ clientConfig, topicArn: TopicArn });
  atEnd(published.close);
  const emails = await openInbox({ clientConfig, topicArn: emailTopicArn });
  atEnd(emails.close);
  const sns = new SNSClient(clientConfig);
  const publish = (Message: string) => sns.send(new PublishCommand({ TopicArn, Message }));

  say(`${SINGLE} single messages`);
  const single = await measureSingle(publish, published, emails);

  say(`${reminders} at once`);
  const waiting = Array.from({ length: reminders }, (_, index) => `together ${index}`);
  const began = Date.now();
  await Promise.all(
    Array.from({ length: PUBLISHERS }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        await publish(next);
      }
    }),
  );
  await untilArrived(emails, SINGLE + reminders);
  await pause(SETTLE_MILLISECONDS);

  const together = emails.arrivals.filter(({ message }) => message.startsWith('together'));
  const times = together.map(({ receivedAt }) => receivedAt);
  const different = new Set(together.map(({ message }) => message)).size;
  const last = Math.max(...times);
  console.log(
    [
      `| emails | lost | twice | most in a second | a second on average | the last came after | single: median | slowest of ${SINGLE} |`,
      '|---:|---:|---:|---:|---:|---:|---:|---:|',
      `| ${[
        reminders,
        reminders - different,
        together.length - different,
        mostInASecond(times),
        ((1_000 * together.length) / (last - began)).toFixed(1),
        seconds(last - began),
        seconds(median(single)),
        seconds(quantile(single, 1)),
      ].join(' | ')} |`,
      '',
      `${new Date().toISOString().slice(0, 10)}, ${machine()}.`,
    ].join('\n'),
  );
  return different === reminders && together.length === different;
});
