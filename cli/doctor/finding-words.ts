import { isClockOff } from '../../client/aws/aws-clock.ts';
import type { Finding } from '../../client/health/finding.ts';
import { formatCount } from '../../core/text/format-count.ts';
import type { Context } from '../context.ts';
import { describeClock } from '../due-time/clock.ts';
import { sayFailure } from '../explain-error.ts';
import { subscriberFix } from '../reminders/subscriber-fix.ts';

/** What `doctor` says about a finding. */
export interface FindingWords {
  readonly detail: string;
  /** What fixes it: a sentence. Null if all is well. */
  readonly fix: string | null;
}

type Words = {
  readonly [Kind in Finding['kind']]: (
    finding: Extract<Finding, { readonly kind: Kind }>,
    context: Context,
  ) => readonly [detail: string, fix?: string | null];
};

const DEPLOY = 'Deploy this version: npx cdk deploy --all.';
const LOOK_FURTHER = 'Try again in a minute; https://health.aws.amazon.com shows whether AWS has trouble.';
const CONFIRM = 'Follow the link in the email from AWS Notifications;';

const isOrAre = (count: number) => (count === 1 ? 'is' : 'are');

/** How to recreate a deleted resource. */
const makeAgain = (first?: string) =>
  `Make it again: ${first ? `${first}, then ` : ''}npx cdk deploy --all --revert-drift with the settings (-c …) of the deployment.`;

const createTopic = (name: string) => `aws sns create-topic --name ${name}`;

const describeKept = ({ count }: { readonly count: number }, { command }: Context): readonly [string, string?] =>
  count === 0
    ? ['empty']
    : [`${formatCount(count)} kept, each for 14 days`, `Send them again: ${command('undelivered --send')}`];

const WORDS: Words = {
  'check-failed': ({ failure }, { options }) => {
    const { problem, next = LOOK_FURTHER } = sayFailure(failure, { ...options, lookFurther: LOOK_FURTHER });
    return [problem, next];
  },
  'not-checked': () => ['It could not be checked.', 'Fix what fails above first.'],
  caller: ({ account, arn }) => [`account ${account}, as ${arn}`],
  region: ({ region }) => [region],
  clock: ({ ahead }) => {
    if (ahead === undefined) {
      return ['AWS sent no time to compare it with.', 'Compare this clock with another.'];
    }
    return isClockOff(ahead)
      ? [describeClock(ahead), 'Set the clock of this machine, best by NTP: "in 5 minutes" counts from it.']
      : [Math.abs(ahead) < 1_000 ? 'less than a second from that of AWS' : describeClock(ahead)];
  },
  parameters: ({ service }) => [`/${service}/… name the topic and both state machines`],
  'state-machine': ({ name, state }) =>
    state === 'ACTIVE' ? [`${name} is active`] : [`${name} is ${state ?? 'gone'}.`, makeAgain()],
  topics: ({ names, gone }) =>
    gone.length === 0
      ? [names.join(' and ')]
      : [`${gone.join(' and ')} ${isOrAre(gone.length)} gone.`, makeAgain(gone.map(createTopic).join(', '))],
  'throttle-not-subscribed': () => [
    'The queue of the email throttle is not subscribed to the topic: no address gets a reminder.',
    makeAgain(),
  ],
  subscribers: ({ confirmed, waiting, notThrottled }, context) => {
    const confirm = `${CONFIRM} ${context.command('subscribe')} sends it again.`;
    if (confirmed === 0) {
      return waiting.length === 0
        ? ['Nobody gets the reminders.', context.command('subscribe you@example.com')]
        : [`None is confirmed, ${waiting.length} ${isOrAre(waiting.length)} waiting for it.`, confirm];
    }
    if (waiting.length > 0) {
      return [`${confirmed} confirmed, not yet: ${waiting.join(', ')}`, confirm];
    }
    return notThrottled
      ? [
          `${confirmed} confirmed, one at the wrong topic: ${notThrottled.endpoint}`,
          subscriberFix(context, notThrottled),
        ]
      : [`${confirmed} confirmed`];
  },
  'open-executions': ({ status, open, limit, isCounted, isCut }) => {
    const source = isCounted ? ', counted here, other state machines not included' : ' in this account and region';
    const detail = `${isCut ? 'at least ' : ''}${formatCount(open)} of ${formatCount(limit)}${source}`;
    return status === 'ok' ? [detail] : [detail, 'Ask AWS in Service Quotas for more open executions.'];
  },
  'queue-gone': ({ name }) => [
    `${name} is gone: what cannot be delivered is lost.`,
    makeAgain(`aws sqs create-queue --queue-name ${name}`),
  ],
  undelivered: describeKept,
  unhandled: describeKept,
  pipe: ({ name, state }) =>
    state === 'RUNNING'
      ? [`${name} is running`]
      : state === undefined
        ? [`${name} is gone: no email is sent.`, makeAgain()]
        : [`${name} is ${state}: no email is sent.`, `Start it: aws pipes start-pipe --name ${name}`],
  emails: ({ status, waiting, oldestSeconds, kept }) => {
    const age = waiting === 0 || oldestSeconds === undefined ? '' : `, the first for ${formatCount(oldestSeconds)} s`;
    const detail = `${formatCount(waiting)} wait to be sent${age}`;
    if (kept > 0) {
      return [
        `${detail}; ${formatCount(kept)} could not be sent`,
        'docs/runbook.md says what to do: Emails that were not sent.',
      ];
    }
    return status === 'ok' ? [detail] : [detail, 'docs/runbook.md says what to do: Emails that are late.'];
  },
  functions: ({ troubled }) => {
    const [first] = troubled;
    const inWords = ({ name, errors, throttles }: (typeof troubled)[number]) =>
      `${name} failed ${formatCount(errors)} times and was throttled ${formatCount(throttles)} times`;
    return first
      ? [
          `in the last day ${troubled.map(inWords).join(', ')}`,
          `The log says why: aws logs tail /aws/lambda/${first.name} --since 1d --filter-pattern ERROR`,
        ]
      : ['no errors and no throttles in the last day'];
  },
  concurrency: ({ status, limit }) => {
    const detail = `${limit === undefined ? 'an unknown number of' : formatCount(limit)} executions of functions at the same time`;
    return status === 'ok'
      ? [detail]
      : [detail, 'Ask AWS in Service Quotas for more: with so few, a burst of reminders is late.'];
  },
  'topic-use': ({ topicArn, different }) =>
    different.length === 0
      ? ['parameter, state machine and stack name the same topic']
      : [
          `The parameter names ${topicArn}, the ${different.join(' and the ')} another topic.`,
          'Subscribers of one of them miss reminders: deploy again with npx cdk deploy --all --revert-drift, or set the parameter back.',
        ],
  alarms: ({ count, ringing }) => {
    if (count === 0) {
      return ['There are none: nobody is notified when reminders fail.', DEPLOY];
    }
    return ringing.length === 0
      ? [`${count}, none of them set off`]
      : [`${ringing.length} of ${count}: ${ringing.join(', ')}`, 'docs/runbook.md says for each what to do.'];
  },
  'operations-topic-gone': ({ name }) => [
    `${name} is gone: nobody is notified when a reminder is not sent.`,
    makeAgain(createTopic(name)),
  ],
  operators: ({ topicArn, confirmed, waiting }) => {
    const subscribe = (protocol: string, endpoint: string) =>
      `aws sns subscribe --protocol ${protocol} --notification-endpoint ${endpoint} --topic-arn ${topicArn}`;
    const [first] = waiting;
    if (first) {
      return [
        `${confirmed} confirmed, not yet: ${waiting.map(({ endpoint }) => endpoint).join(', ')}`,
        `${CONFIRM} ${subscribe(first.protocol, first.endpoint)} sends it again.`,
      ];
    }
    return confirmed === 0
      ? [
          'Nobody is notified when a reminder is not sent.',
          `Deploy with -c alarmEmail=you@example.com, or run ${subscribe('email', 'you@example.com')}`,
        ]
      : [`${confirmed} confirmed`];
  },
};

/** Puts a finding into words. */
export function describeFinding(finding: Finding, context: Context): FindingWords {
  const words = WORDS[finding.kind] as (finding: Finding, context: Context) => ReturnType<Words[Finding['kind']]>;
  const [detail, fix = null] = words(finding, context);
  return { detail, fix };
}
