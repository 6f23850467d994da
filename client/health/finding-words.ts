import { describeClock } from '../../core/text/describe-clock.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { isClockOff } from '../aws/aws-clock.ts';
import { subscriberFix } from '../subscriptions/subscriber-fix.ts';
import type { Finding } from './finding.ts';

/** A finding, described in words. */
export interface FindingWords {
  readonly detail: string;
  /** Advice on fixing the problem, or a command that fixes it. Null if there is no problem. */
  readonly fix: string | null;
}

/** Returns a command line for the deployment, such as `remindme list --service team` for `list`. */
export type CommandFor = (words: string) => string;

/**
 * A finding that {@link sayFinding} describes. The caller describes `check-failed` itself, because the advice differs between a
 * terminal and an email.
 */
export type SaidFinding = Exclude<Finding, { readonly kind: 'check-failed' }>;

type Words = {
  readonly [Kind in SaidFinding['kind']]: (
    finding: Extract<Finding, { readonly kind: Kind }>,
    command: CommandFor,
  ) => readonly [detail: string, fix?: string | null];
};

const DEPLOY = 'Deploy this version: npx cdk deploy --all.';
const CONFIRM = 'Follow the link in the email from AWS Notifications;';
const BY_MISTAKE = 'If that was a mistake,';

/** The maximum number of names in a sentence. */
const NAMED = 10;

const isOrAre = (count: number) => (count === 1 ? 'is' : 'are');

/** Returns advice on recreating a deleted resource. */
const makeAgain = (first?: string) =>
  `Make it again: ${first ? `${first}, then ` : ''}npx cdk deploy --all --revert-drift with the settings (-c …) of the deployment.`;

const describeEnded = (ended: readonly string[]) => `unsubscribed in the last three days: ${ended.join(', ')}`;

const createTopic = (name: string) => `aws sns create-topic --name ${name}`;

const describeKept = ({ count }: { readonly count: number }, command: CommandFor): readonly [string, string?] =>
  count === 0
    ? ['empty']
    : [`${formatCount(count)} kept, each for 14 days`, `Send them again: ${command('undelivered --send')}`];

const WORDS: Words = {
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
  parameters: ({ service }) => [`/${service}/… contain the ARNs of the topic and of both state machines`],
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
  subscribers: ({ confirmed, waiting, ended, notThrottled }, command) => {
    const confirm = `${CONFIRM} ${command('subscribe')} sends it again.`;
    if (confirmed === 0) {
      return waiting.length === 0
        ? ['Nobody gets the reminders.', command('subscribe you@example.com')]
        : [`None is confirmed, ${waiting.length} ${isOrAre(waiting.length)} waiting for it.`, confirm];
    }
    if (waiting.length > 0) {
      return [`${confirmed} confirmed, not yet: ${waiting.join(', ')}`, confirm];
    }
    if (ended.length > 0) {
      return [`${confirmed} confirmed, ${describeEnded(ended)}`, `${BY_MISTAKE} ${command('subscribe')} asks again.`];
    }
    return notThrottled
      ? [
          `${confirmed} confirmed, one at the wrong topic: ${notThrottled.endpoint}`,
          subscriberFix(command, notThrottled),
        ]
      : [`${confirmed} confirmed`];
  },
  'open-executions': ({ status, open, limit, isCounted, isCut }) => {
    const source = isCounted ? ', counted here, other state machines not included' : ' in this account and region';
    const detail = `${isCut ? 'at least ' : ''}${formatCount(open)} of ${formatCount(limit)}${source}`;
    return status === 'ok' ? [detail] : [detail, 'Ask AWS in Service Quotas for more open executions.'];
  },
  'schedule-group': ({ name, state }) =>
    state === 'ACTIVE'
      ? [`the group ${name} is active`]
      : [
          `The schedule group ${name} is ${state ?? 'gone'}: repeated reminders and reminders that were due in more than 365 days are lost.`,
          makeAgain(`aws scheduler create-schedule-group --name ${name}`),
        ],
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
  unreported: ({ executions, isCut }, command) => {
    const [first] = executions;
    const more = isCut ? '; there are more failures than were checked' : '';
    return first === undefined
      ? [`none in the last day${more}`, isCut ? `Look at the others: ${command('list --status failed')}` : null]
      : [
          `failed in the last day, without a failure email: ${executions.slice(0, NAMED).join(', ')}${executions.length > NAMED ? ` and ${executions.length - NAMED} more` : ''}${more}`,
          `See what it was, then send it again: ${command(`show ${first}`)}, ${command(`retry ${first}`)}`,
        ];
  },
  'dropped-events': ({ functions, lostRequests }, command) => {
    const [first] = functions;
    const inWords = ({ name, dropped, notKept }: (typeof functions)[number]) =>
      `${name} ${formatCount(dropped)}${notKept > 0 ? `, of which no queue keeps ${formatCount(notKept)}` : ''}`;
    const found = [
      ...(first ? [`dropped by Lambda in the last day: ${functions.map(inWords).join(', ')}`] : []),
      ...(lostRequests > 0
        ? [
            `lost by EventBridge in the last day, because no queue keeps them: ${formatCount(lostRequests)} that asked for a reminder`,
          ]
        : []),
    ];
    const fixes = [
      ...(first
        ? [
            `Send again what is kept: ${command('undelivered --send')}. The log says why: aws logs tail /aws/lambda/${first.name} --since 1d --filter-pattern ERROR`,
          ]
        : []),
      ...(lostRequests > 0
        ? [
            'Restore the queue of unhandled events or its policy, and let the programs that put the events put them again.',
          ]
        : []),
    ];
    return found.length === 0 ? ['none in the last day'] : [found.join('; '), fixes.join(' ')];
  },
  week: ({ sent, latestSeconds, failed, open, isCut }) => {
    const late = latestSeconds === undefined ? '' : `, at most ${latestSeconds} s late`;
    const failures = failed === undefined ? 'no failure reported' : `failures reported: ${formatCount(failed)}`;
    return [
      `${sent === undefined ? 'no reminder' : formatCount(sent)} sent${late}; ${failures}; open executions: ${isCut ? 'at least ' : ''}${formatCount(open)}`,
    ];
  },
  concurrency: ({ status, limit }) => {
    const detail = `${limit === undefined ? 'an unknown number of' : formatCount(limit)} executions of functions at the same time`;
    return status === 'ok'
      ? [detail]
      : [detail, 'Ask AWS in Service Quotas for more: with so few, a burst of reminders is late.'];
  },
  'topic-use': ({ topicArn, different }) =>
    different.length === 0
      ? ['the parameter, the state machine and the stack use the same topic']
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
  operators: ({ topicArn, confirmed, waiting, ended }) => {
    const subscribe = (protocol: string, endpoint: string) =>
      `aws sns subscribe --protocol ${protocol} --notification-endpoint ${endpoint} --topic-arn ${topicArn}`;
    const [first] = waiting;
    if (first) {
      return [
        `${confirmed} confirmed, not yet: ${waiting.map(({ endpoint }) => endpoint).join(', ')}`,
        `${CONFIRM} ${subscribe(first.protocol, first.endpoint)} sends it again.`,
      ];
    }
    if (ended.length > 0) {
      return [
        `${confirmed} confirmed, ${describeEnded(ended)}`,
        `${BY_MISTAKE} ${subscribe('email', ended[0] ?? '')} asks again.`,
      ];
    }
    return confirmed === 0
      ? [
          'Nobody is notified when a reminder is not sent.',
          `Set the property alarmEmails (in the app of remindme itself: -c alarmEmail=you@example.com), or run ${subscribe('email', 'you@example.com')}`,
        ]
      : [`${confirmed} confirmed`];
  },
};

/** Describes a finding in words. The caller must escape the result before showing it on a terminal or in an email. */
export function sayFinding(finding: SaidFinding, command: CommandFor): FindingWords {
  const words = WORDS[finding.kind] as (
    finding: SaidFinding,
    command: CommandFor,
  ) => ReturnType<Words[SaidFinding['kind']]>;
  const [detail, fix = null] = words(finding, command);
  return { detail, fix };
}
