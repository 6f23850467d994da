import type { Context, SharedOptions } from './context.ts';
import { type Deployment, readDeployment } from './deployment.ts';
import { explainError } from './explain-error.ts';
import { formatCount } from './format-count.ts';
import { VIAS } from './reminders/find-reminder.ts';
import { describeClock, isClockOff } from './when/clock.ts';

/** What a check has found. */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  /** What to do about it; none where all is well. */
  readonly mend: string | null;
}

/** A request may name a due time up to 60 s in the past: a clock further off loses the soonest reminders. */
const CLOCK_FAILS_MILLISECONDS = 60_000;
/** The quota of open executions that AWS gives an account and region (Step Functions quotas, "Open executions"). */
const DEFAULT_LIMIT = 1_000_000;
const OPEN_WARNS = 0.5;
const OPEN_FAILS = 0.8;
/** Counting goes on for so many pages of 1,000 only. */
const COUNTED_PAGES = 10;
const DEPLOY = 'Deploy this version: npx cdk deploy --all.';
const LOOK_FURTHER = 'Try again in a minute; https://health.aws.amazon.com tells whether AWS has trouble.';
/** What AWS answers where a state machine, a topic or a queue was deleted by hand. */
const GONE = /^(StateMachineDoesNotExist|NotFoundException|QueueDoesNotExist)$/;

/** What makes something again that was deleted by hand, after a command where CloudFormation would give it another name. */
const makeAgain = (first?: string) =>
  `Make it again: ${first ? `${first}, then ` : ''}npx cdk deploy --all --revert-drift with the settings (-c …) of the deployment.`;
const nameOf = (arnOrUrl: string) => arnOrUrl.split(/[:/]/).at(-1) ?? arnOrUrl;

const ok = (check: string, detail: string): Finding => ({ check, status: 'ok', detail, mend: null });

/** Looks at all that a reminder needs, at the same time where that is possible; the findings come in a fixed order. */
export async function examine(context: Context, options: SharedOptions): Promise<readonly Finding[]> {
  /** Makes a failed finding out of whatever is thrown; what is gone is told by the check that looks for it. */
  const attempt = async (check: string, look: () => Promise<Finding>): Promise<Finding> => {
    try {
      return await look();
    } catch (error) {
      if (isGone(error)) {
        return notLookedAt(check);
      }
      if (options.debug) {
        console.error(error);
      }
      const { problem, next } = explainError(error, { ...options, lookFurther: LOOK_FURTHER });
      return { check, status: 'fail', detail: problem, mend: next ?? LOOK_FURTHER };
    }
  };

  const account = await readAccountAndClock(context, attempt);
  let deployment: Deployment | undefined;
  const parameters = await attempt('parameters', async () => {
    deployment = await readDeployment(context); // never from the cache: it is what is checked
    return ok('parameters', `/${context.service}/… tell the topic and both state machines`);
  });
  const first = [...account, parameters];
  if (!deployment) {
    const skipped = [
      'machine sns',
      'machine lambda',
      'topic',
      'subscriptions',
      'open executions',
      'undelivered queue',
      'alarms',
      'operations',
    ];
    return [...first, ...skipped.map((check) => notLookedAt(check))];
  }
  const found = deployment;
  return [
    ...first,
    ...(await Promise.all([
      ...VIAS.map((via) => attempt(`machine ${via}`, () => machine(context, found, via))),
      attempt('topic', () => topic(context, found)),
      attempt('subscriptions', () => subscriptions(context, found)),
      attempt('open executions', () => openExecutions(context, found)),
      attempt('undelivered queue', () => undeliveredQueue(context, found)),
      attempt('alarms', () => alarms(context, found)),
      attempt('operations', () => operations(context, found)),
    ])),
  ];
}

function notLookedAt(check: string): Finding {
  return { check, status: 'fail', detail: 'It could not be looked at.', mend: 'Mend what fails above first.' };
}

type Attempt = (check: string, look: () => Promise<Finding>) => Promise<Finding>;

async function readAccountAndClock(context: Context, attempt: Attempt): Promise<readonly Finding[]> {
  const { readAccount, usedRegion } = await import('./aws/account.ts');
  const region = await attempt('region', async () => ok('region', await usedRegion(context.connection)));
  let clockAhead: number | undefined;
  const credentials = await attempt('credentials', async () => {
    const { account, caller, clockAhead: ahead } = await readAccount(context.connection);
    clockAhead = ahead;
    return ok('credentials', `account ${account}, as ${caller}`);
  });
  return [credentials, region, clock(credentials, clockAhead)];
}

function clock(credentials: Finding, ahead: number | undefined): Finding {
  const check = 'clock';
  if (credentials.status === 'fail') {
    return notLookedAt(check);
  }
  if (ahead === undefined) {
    return {
      check,
      status: 'warn',
      detail: 'AWS told no time to compare it with.',
      mend: 'Compare this clock with another.',
    };
  }
  const off = Math.abs(ahead);
  const detail = off < 1_000 ? 'less than a second from that of AWS' : describeClock(ahead);
  const status = off >= CLOCK_FAILS_MILLISECONDS ? 'fail' : isClockOff(ahead) ? 'warn' : 'ok';
  return {
    check,
    status,
    detail,
    mend: status === 'ok' ? null : 'Set the clock of this machine, best by NTP: "in 5 minutes" counts from it.',
  };
}

const isGone = (error: unknown) => error instanceof Error && GONE.test(error.name);

/** Looks at something; `undefined` where it is gone. */
async function unlessGone<T>(looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking;
  } catch (error) {
    if (isGone(error)) {
      return undefined;
    }
    throw error;
  }
}

async function machine(context: Context, deployment: Deployment, via: (typeof VIAS)[number]): Promise<Finding> {
  const { Executions } = await import('./aws/executions.ts');
  const arn = deployment.stateMachineArns[via];
  const status = await unlessGone(new Executions(context.connection).stateMachineStatus(arn));
  const check = `machine ${via}`;
  return status === 'ACTIVE'
    ? ok(check, `${nameOf(arn)} is active`)
    : { check, status: 'fail', detail: `${nameOf(arn)} is ${status ?? 'gone'}.`, mend: makeAgain() };
}

async function topic(context: Context, { topicArn, emailTopicArn }: Deployment): Promise<Finding> {
  const { Subscriptions } = await import('./aws/subscriptions.ts');
  const check = 'topic';
  const topics = [...new Set([topicArn, emailTopicArn])];
  const found = await Promise.all(
    topics.map((each) => unlessGone(new Subscriptions(context.connection, each).attributes())),
  );
  const gone = topics.filter((_, index) => !found[index]).map(nameOf);
  return gone.length === 0
    ? ok(check, topics.map(nameOf).join(' and '))
    : {
        check,
        status: 'fail',
        detail: `${gone.join(' and ')} ${gone.length === 1 ? 'is' : 'are'} gone.`,
        mend: makeAgain(gone.map((name) => `aws sns create-topic --name ${name}`).join(', ')),
      };
}

async function subscriptions(context: Context, deployment: Deployment): Promise<Finding> {
  const { readSubscribers } = await import('./reminders/read-subscribers.ts');
  const all = await readSubscribers(context, deployment);
  const waiting = all.filter(({ arn }) => !arn);
  const confirmed = all.length - waiting.length;
  const check = 'subscriptions';
  if (confirmed === 0) {
    return waiting.length === 0
      ? { check, status: 'fail', detail: 'Nobody gets the reminders.', mend: 'remindme subscribe you@example.com' }
      : {
          check,
          status: 'fail',
          detail: `None is confirmed, ${waiting.length} ${waiting.length === 1 ? 'is' : 'are'} waiting for it.`,
          mend: 'Follow the link in the email from AWS Notifications; remindme subscribe sends it again.',
        };
  }
  if (waiting.length > 0) {
    const who = waiting.map(({ endpoint }) => endpoint).join(', ');
    return {
      check,
      status: 'warn',
      detail: `${confirmed} confirmed, not yet: ${who}`,
      mend: 'Follow the link in the email from AWS Notifications; remindme subscribe sends it again.',
    };
  }
  const unpaced = all.find(({ mend }) => mend !== null);
  return unpaced
    ? {
        check,
        status: 'warn',
        detail: `${confirmed} confirmed, one at the wrong topic: ${unpaced.endpoint}`,
        mend: unpaced.mend,
      }
    : ok(check, `${confirmed} confirmed`);
}

async function countOpen(context: Context, deployment: Deployment): Promise<number> {
  const { Executions } = await import('./aws/executions.ts');
  const executions = new Executions(context.connection);
  const counts = await Promise.all(
    VIAS.map(async (via) => {
      let count = 0;
      let pages = 0;
      for await (const page of executions.list(deployment.stateMachineArns[via], 'RUNNING')) {
        count += page.length;
        pages += 1;
        if (pages === COUNTED_PAGES) {
          break;
        }
      }
      return count;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function openExecutions(context: Context, deployment: Deployment): Promise<Finding> {
  const { Metrics } = await import('./aws/metrics.ts');
  const figures = await new Metrics(context.connection).openExecutions();
  const open = figures.open ?? (await countOpen(context, deployment));
  const limit = figures.limit ?? DEFAULT_LIMIT;
  const share = open / limit;
  const source =
    figures.open === undefined ? ', counted here, other state machines not included' : ' in this account and region';
  const status = share >= OPEN_FAILS ? 'fail' : share >= OPEN_WARNS ? 'warn' : 'ok';
  return {
    check: 'open executions',
    status,
    detail: `${formatCount(open)} of ${formatCount(limit)}${source}`,
    mend: status === 'ok' ? null : 'Ask AWS in Service Quotas for more open executions.',
  };
}

async function undeliveredQueue(context: Context, { undeliveredQueueUrl }: Deployment): Promise<Finding> {
  const check = 'undelivered queue';
  if (!undeliveredQueueUrl) {
    return {
      check,
      status: 'warn',
      detail: 'The deployment does not tell where it is.',
      mend: DEPLOY,
    };
  }
  const { UndeliveredMessages } = await import('./aws/undelivered-queue.ts');
  const count = await unlessGone(new UndeliveredMessages(context.connection, undeliveredQueueUrl).count());
  if (count === undefined) {
    const name = nameOf(undeliveredQueueUrl);
    return {
      check,
      status: 'fail',
      detail: `${name} is gone: what cannot be delivered is lost.`,
      mend: makeAgain(`aws sqs create-queue --queue-name ${name}`),
    };
  }
  return count === 0
    ? ok(check, 'empty')
    : {
        check,
        status: 'warn',
        detail: `${formatCount(count)} kept, each for 14 days`,
        mend: 'Send them again: remindme undelivered --send',
      };
}

async function alarms(context: Context, { operationsTopicArn }: Deployment): Promise<Finding> {
  const { Metrics } = await import('./aws/metrics.ts');
  // the names of another deployment's alarms may begin alike: remindme-test
  const all = (await new Metrics(context.connection).alarms(`${context.service}-`)).filter(
    ({ actions }) => !operationsTopicArn || actions.includes(operationsTopicArn),
  );
  const check = 'alarms';
  const ringing = all.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  if (ringing.length > 0) {
    return {
      check,
      status: 'fail',
      detail: `${ringing.length} of ${all.length}: ${ringing.join(', ')}`,
      mend: 'docs/runbook.md tells for each what to do.',
    };
  }
  return all.length === 0
    ? {
        check,
        status: 'warn',
        detail: 'There are none: nobody is told when reminders fail.',
        mend: DEPLOY,
      }
    : ok(check, `${all.length}, none of them set off`);
}

/** Who is told of failures and by the alarms. */
async function operations(context: Context, { operationsTopicArn: topicArn }: Deployment): Promise<Finding> {
  const check = 'operations';
  const warn = (detail: string, mend: string): Finding => ({ check, status: 'warn', detail, mend });
  if (!topicArn) {
    return warn('The deployment does not tell who is told of failures.', DEPLOY);
  }
  const { Subscriptions } = await import('./aws/subscriptions.ts');
  const all = await unlessGone(new Subscriptions(context.connection, topicArn).list());
  if (!all) {
    const name = nameOf(topicArn);
    return warn(
      `${name} is gone: nobody is told when a reminder was not sent.`,
      makeAgain(`aws sns create-topic --name ${name}`),
    );
  }
  const subscribe = (protocol: string, endpoint: string) =>
    `aws sns subscribe --protocol ${protocol} --notification-endpoint ${endpoint} --topic-arn ${topicArn}`;
  const waiting = all.filter(({ arn }) => !arn);
  const [first] = waiting;
  if (first) {
    return warn(
      `${all.length - waiting.length} confirmed, not yet: ${waiting.map(({ endpoint }) => endpoint).join(', ')}`,
      `Follow the link in the email from AWS Notifications; ${subscribe(first.protocol, first.endpoint)} sends it again.`,
    );
  }
  return all.length === 0
    ? warn(
        'Nobody is told when a reminder was not sent.',
        `Deploy with -c alarmEmail=you@example.com, or run ${subscribe('email', 'you@example.com')}`,
      )
    : ok(check, `${all.length} confirmed`);
}
