import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mostInASecond } from '../../benchmarks/most-in-a-second.ts';
import { EMAIL_GROUPS } from '../../core/email-throttle/message-groups.ts';
import { physicalNames, type Via } from '../../core/naming/physical-names.ts';
import { emailPlace } from '../../lambda/line-up-email/email-place.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { emptyCache, runRemindme } from '../support/run-remindme.ts';
import { CLIENT_CONFIG, inboxOf, parameter, start } from './deployed-service.ts';
import { PACED } from './service-names.ts';

const EMAILS = 40;
/** The number of identical Publish calls, as if a client retried the call. */
const TRIES = 4;

const env = { XDG_CACHE_HOME: emptyCache() };
const sns = new SNSClient(CLIENT_CONFIG);
let topicArn: string;
let published: Inbox;
let emails: Inbox;

beforeAll(async () => {
  topicArn = await parameter(physicalNames(PACED).parameters.topicArn);
  [published, emails] = await Promise.all([inboxOf(PACED), inboxOf(PACED, 'emailTopicArn')]);
});

afterAll(async () => {
  await Promise.all([published.close(), emails.close()]);
  sns.destroy();
});

const publish = (message: string, executionArn?: string) =>
  sns.send(
    new PublishCommand({
      TopicArn: topicArn,
      Message: message,
      ...(executionArn && {
        MessageAttributes: { executionArn: { DataType: 'String', StringValue: executionArn } },
      }),
    }),
  );
const withText = ({ arrivals }: Inbox, text: string) => arrivals.filter(({ message }) => message.includes(text));

test.each<Via>(['sns', 'lambda'])(
  'emails a single reminder through %s without delay, and it can be snoozed',
  async (via) => {
    const message = `a single one through ${via}: "Müll" 🗑️\n…`;
    await start(PACED, via, { message, seconds: 1, subject: 'Bins' });
    await emails.until(() => withText(emails, message).length > 0, 60_000);
    await published.until(() => withText(published, message).length > 0, 60_000);

    const [email] = withText(emails, message);
    expect(email?.subject).toBe('Bins');
    const [text, line = ''] = email?.message.split(/\n\n--\nAgain in 10 minutes: (?=remindme)/) ?? [];
    expect(text).toBe(message);
    // the delay is usually a fifth of a second (npm run bench:emails), but other tests can slow this computer down
    expect((email?.receivedAt ?? 0) - (withText(published, message)[0]?.receivedAt ?? 0)).toBeLessThan(20_000);

    const [, command = '', id = ''] = line.trimEnd().split(' ');
    expect(line).toBe(`remindme snooze ${id} 10m --service ${PACED}\n`);
    const { code, stdout } = await runRemindme([command, id, 'in', '1', 'second', '--service', PACED, '--json'], {
      env,
    });
    expect(code).toBe(0);
    const again = await published.arrivalOf(String(JSON.parse(stdout).id), 60_000);
    expect(again).toMatchObject({ message, subject: 'Bins' });
  },
);

test(`sends each of ${EMAILS} emails that are published at once, at most one per second from each message group`, async () => {
  const messages = Array.from({ length: EMAILS }, (_, index) => `email ${index} at once`);
  await Promise.all(messages.map((message) => publish(message)));
  await emails.until(() => withText(emails, ' at once').length >= EMAILS, 60_000);

  const arrived = withText(emails, ' at once');
  expect(arrived.map(({ message }) => message).sort()).toEqual(messages.sort());
  // use the time at which SNS sent each email, because emails pile up while this process is busy
  expect(mostInASecond(arrived.map(({ sentAt }) => sentAt))).toBeLessThanOrEqual(EMAIL_GROUPS.length);
});

test('sends one email if a Publish is retried immediately because its answer was lost', async () => {
  const execution = `arn:aws:states:us-east-1:000000000000:execution:${PACED}-sns:tried-again`;
  await Promise.all(Array.from({ length: TRIES }, () => publish('tried again', execution)));
  await emails.until(() => withText(emails, 'tried again').length > 0, 60_000);

  // send another email in the same message group, because any second copy would arrive before that email
  const { group } = emailPlace(execution);
  const sameGroup = Array.from({ length: 100 }, (_, index) => `${execution}-${index}`).find(
    (arn) => emailPlace(arn).group === group,
  );
  await publish('comes after them', sameGroup);
  await emails.until(() => withText(emails, 'comes after them').length > 0, 60_000);

  expect(withText(published, 'tried again')).toHaveLength(TRIES);
  expect(withText(emails, 'tried again')).toHaveLength(1);
});
