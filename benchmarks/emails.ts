import { setTimeout as pause } from 'node:timers/promises';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { physicalNames } from '../core/naming/physical-names.ts';
import { type Inbox, openInbox } from '../local/inbox/inbox.ts';
import { readParameter } from '../local/read-parameter.ts';
import { SERVICE } from '../local/service/start-service.ts';
import { machine } from './machine.ts';
import { mostInASecond } from './most-in-a-second.ts';
import { median, quantile } from './quantile.ts';
import { readCounts } from './read-counts.ts';
import { runBenchmark } from './run-benchmark.ts';
import { say } from './say.ts';
import { startDeployed } from './start-deployed.ts';

// Publishes reminders to the topic, first one by one and then many in the same moment, and measures when the subscribers of the
// topic of the addresses get theirs: how long a lone one takes, how many come in one second, when the last one comes.

const USAGE = 'Usage: npm run bench:emails -- [--reminders N]';
const LONE = 20;
/** A lone one finds its line free. */
const BETWEEN_LONE_MILLISECONDS = 1_500;
/** Publish calls under way at once. */
const PUBLISHERS = 16;
/** After so long without an arrival nothing more is waited for. */
const SILENCE_MILLISECONDS = 60_000;
/** What is sent twice comes within this time. */
const SETTLE_MILLISECONDS = 5_000;

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(2)} s`;

/** Waits until so many have arrived, or nothing comes any more. */
async function untilArrived(inbox: Inbox, count: number): Promise<void> {
  let before = -1;
  while (inbox.arrivals.length < count && inbox.arrivals.length > before) {
    before = inbox.arrivals.length;
    await inbox.until((arrivals) => arrivals.length >= count, SILENCE_MILLISECONDS);
  }
}

/** From when the topic's other subscribers got each to when the addresses did, in milliseconds. */
async function measureLone(publish: (message: string) => Promise<unknown>, published: Inbox, emails: Inbox) {
  for (let index = 0; index < LONE; index += 1) {
    await publish(`lone ${index}`);
    await untilArrived(emails, index + 1);
    await pause(BETWEEN_LONE_MILLISECONDS);
  }
  const publishedAt = new Map(published.arrivals.map(({ message, receivedAt }) => [message, receivedAt]));
  return emails.arrivals.map(({ message, receivedAt }) => receivedAt - (publishedAt.get(message) ?? Number.NaN));
}

await runBenchmark(async (atEnd) => {
  const { reminders } = readCounts(USAGE, { reminders: 1_000 });
  const ministack = await startDeployed(atEnd);
  const { clientConfig } = ministack;
  const { parameters } = physicalNames(SERVICE);
  const TopicArn = await readParameter(clientConfig, parameters.topicArn);
  const published = await openInbox({ clientConfig, topicArn: TopicArn });
  atEnd(published.close);
  const emails = await openInbox({
    clientConfig,
    topicArn: await readParameter(clientConfig, parameters.emailTopicArn),
  });
  atEnd(emails.close);
  const sns = new SNSClient(clientConfig);
  const publish = (Message: string) => sns.send(new PublishCommand({ TopicArn, Message }));

  say(`${LONE} lone ones`);
  const lone = await measureLone(publish, published, emails);

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
  await untilArrived(emails, LONE + reminders);
  await pause(SETTLE_MILLISECONDS);

  const together = emails.arrivals.filter(({ message }) => message.startsWith('together'));
  const times = together.map(({ receivedAt }) => receivedAt);
  const different = new Set(together.map(({ message }) => message)).size;
  const last = Math.max(...times);
  console.log(
    [
      `| emails | lost | twice | most in a second | a second on average | the last came after | lone: median | slowest of ${LONE} |`,
      '|---:|---:|---:|---:|---:|---:|---:|---:|',
      `| ${[
        reminders,
        reminders - different,
        together.length - different,
        mostInASecond(times),
        ((1_000 * together.length) / (last - began)).toFixed(1),
        seconds(last - began),
        seconds(median(lone)),
        seconds(quantile(lone, 1)),
      ].join(' | ')} |`,
      '',
      `${new Date().toISOString().slice(0, 10)}, ${machine()}.`,
    ].join('\n'),
  );
  return different === reminders && together.length === different;
});
