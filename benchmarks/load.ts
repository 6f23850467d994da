import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Deployment, type Machines } from '../client/deployment.ts';
import { countOpen } from '../client/health/count-open.ts';
import { physicalNames, type Via } from '../core/naming/physical-names.ts';
import { withoutSuffix } from '../core/reminder/execution-name.ts';
import { REMINDER_LIMITS } from '../core/reminder/reminder-limits.ts';
import { formatInstant } from '../core/reminder/timestamp.ts';
import { type Arrival, type Inbox, openInbox } from '../local/inbox/inbox.ts';
import { SERVICE } from '../local/service/start-service.ts';
import { Problem } from '../local/terminal/problem.ts';
import { machine } from './machine.ts';
import { quantile } from './quantile.ts';
import { readCounts } from './read-counts.ts';
import { runBenchmark } from './run-benchmark.ts';
import { say } from './say.ts';
import { shortenHold } from './shorten-hold.ts';
import { startDeployed } from './start-deployed.ts';

// Starts many reminders that are due in the same second, half of them on each state machine, and counts the arrivals. Also
// starts the same number of executions that only wait. Their lateness is the local AWS's own delay.
//
// With --hold, executions wait for at most the given number of seconds, as with the setting holdDays. With --hold 60, for
// example, EventBridge Scheduler starts each reminder's second execution 30 seconds before the reminder is due. The benchmark
// then counts schedules and open executions, and does not start executions that only wait.

const USAGE = 'Usage: npm run bench:load -- [--reminders N] [--due-in seconds] [--hold seconds]';
/** The number of concurrent StartExecution calls. */
const STARTERS = 8;
/** The maximum time to wait for one more reminder. */
const SILENCE_MILLISECONDS = 120_000;
const POLL_MILLISECONDS = 1_000;

/** A state machine that waits until its due time and does nothing else. */
const ONLY_WAIT = {
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: {
    Wait: { Type: 'Wait', Timestamp: '{% $states.input.timestamp %}', Next: 'Pass' },
    Pass: { Type: 'Pass', End: true },
  },
};

/** The settings of one measurement. */
interface Load {
  readonly reminders: number;
  readonly dueInSeconds: number;
  /** True if the reminders are scheduled in EventBridge Scheduler. */
  readonly isHeld: boolean;
}

/** The results for one kind of execution. */
interface Result {
  readonly title: string;
  readonly started: number;
  readonly lost: number;
  readonly twice: number;
  /** The milliseconds from the due time to the arrival, for each reminder that arrived. */
  readonly lateness: readonly number[];
  readonly startsPerSecond: number;
}

/** Starts the executions, a few at a time. The map's keys are their names. Returns the number of starts per second. */
async function startAll(
  sfn: SFNClient,
  executions: ReadonlyMap<string, { readonly stateMachineArn: string; readonly input: string }>,
): Promise<number> {
  const waiting = [...executions].reverse();
  const began = Date.now();
  const startSome = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [name, { stateMachineArn, input }] = next;
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    }
  };
  await Promise.all(Array.from({ length: STARTERS }, startSome));
  return (executions.size * 1_000) / (Date.now() - began);
}

function checkAhead(timestamp: string): void {
  if (Date.now() >= Date.parse(timestamp)) {
    throw new Problem('Not all were started before they were due: give --due-in more seconds.');
  }
}

/** Waits until every reminder is scheduled in EventBridge Scheduler. Then prints the number of open executions. */
async function countWaiting(machines: Machines, reminders: number, timestamp: string): Promise<void> {
  let schedules: number;
  do {
    await pause(POLL_MILLISECONDS);
    checkAhead(timestamp);
    schedules = 0;
    for await (const _ of machines.schedules.list()) {
      schedules += 1;
    }
  } while (schedules < reminders);
  const { open } = await countOpen(machines);
  console.log(`${schedules} reminders wait in schedules, and ${open} executions are open.\n`);
}

/**
 * Starts the reminders, half of them on each state machine, and measures their arrivals. Returns a result for each state
 * machine.
 */
async function measureReminders(
  sfn: SFNClient,
  inbox: Inbox,
  machines: Machines,
  { reminders, dueInSeconds, isHeld }: Load,
): Promise<Result[]> {
  const timestamp = formatInstant((Math.floor(Date.now() / 1_000) + dueInSeconds) * 1_000);
  const viaOf = (index: number): Via => (index % 2 === 0 ? 'sns' : 'lambda');
  const executions = new Map(
    Array.from({ length: reminders }, (_, index) => [
      `load-${viaOf(index)}-${index}`,
      {
        stateMachineArn: machines.arns[viaOf(index)],
        input: JSON.stringify({ message: `reminder ${index} of the load`, timestamp }),
      },
    ]),
  );
  const startsPerSecond = await startAll(sfn, executions);
  checkAhead(timestamp);
  say(`${reminders} reminders wait for ${timestamp}`);
  if (isHeld) {
    await countWaiting(machines, reminders, timestamp);
  }

  let arrived = -1;
  while (inbox.arrivals.length < reminders && arrived < inbox.arrivals.length) {
    arrived = inbox.arrivals.length;
    const wait = Math.max(0, Date.parse(timestamp) - Date.now()) + SILENCE_MILLISECONDS;
    await inbox.until((arrivals) => arrivals.length >= reminders, wait);
    say(`${inbox.arrivals.length} have arrived`);
  }
  // a duplicate may still arrive after every reminder has arrived once
  let before: number;
  do {
    before = inbox.arrivals.length;
    await pause(5 * POLL_MILLISECONDS);
  } while (inbox.arrivals.length > before);

  const arrivals = new Map<string, Arrival[]>();
  for (const arrival of inbox.arrivals) {
    const name = withoutSuffix(arrival.attributes['executionName'] ?? '');
    arrivals.set(name, [...(arrivals.get(name) ?? []), arrival]);
  }
  return (['sns', 'lambda'] as const).map((via) => {
    const names = [...executions.keys()].filter((name) => name.startsWith(`load-${via}-`));
    const first = names.flatMap((name) => arrivals.get(name)?.[0] ?? []);
    return {
      title: `reminders through ${physicalNames(SERVICE).stateMachines[via]}`,
      started: names.length,
      lost: names.length - first.length,
      twice: names.filter((name) => (arrivals.get(name)?.length ?? 0) > 1).length,
      lateness: first.map(({ receivedAt }) => receivedAt - Date.parse(timestamp)),
      startsPerSecond,
    };
  });
}

/** Starts the same number of executions that only wait, and measures their lateness. */
async function measureWaiting(sfn: SFNClient, { reminders, dueInSeconds }: Load): Promise<Result> {
  const { stateMachineArn = '' } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'only-wait',
      roleArn: 'arn:aws:iam::000000000000:role/none',
      definition: JSON.stringify(ONLY_WAIT),
    }),
  );
  const timestamp = formatInstant((Math.floor(Date.now() / 1_000) + dueInSeconds) * 1_000);
  const input = JSON.stringify({ timestamp });
  const executions = new Map(
    Array.from({ length: reminders }, (_, index) => [`load-wait-${index}`, { stateMachineArn, input }]),
  );
  const startsPerSecond = await startAll(sfn, executions);
  checkAhead(timestamp);
  say(`${reminders} executions that only wait are due at ${timestamp}`);

  await pause(Date.parse(timestamp) - Date.now());
  while ((await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }))).executions?.length) {
    await pause(POLL_MILLISECONDS);
  }
  const lateness: number[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new ListExecutionsCommand({
        stateMachineArn,
        statusFilter: 'SUCCEEDED',
        maxResults: 1_000,
        ...(nextToken && { nextToken }),
      }),
    );
    lateness.push(...(page.executions ?? []).map(({ stopDate }) => (stopDate?.getTime() ?? 0) - Date.parse(timestamp)));
    nextToken = page.nextToken;
  } while (nextToken);
  return {
    title: 'executions that only wait',
    started: reminders,
    lost: reminders - lateness.length,
    twice: 0,
    lateness,
    startsPerSecond,
  };
}

function row({ title, started, lost, twice, lateness, startsPerSecond }: Result): string {
  const cells = [
    title,
    started,
    lost,
    twice,
    ...[0.5, 0.99, 1].map((part) => `${(quantile(lateness, part) / 1_000).toFixed(2)} s`),
  ];
  return `| ${cells.join(' | ')} | ${startsPerSecond.toFixed(0)}/s |`;
}

await runBenchmark(async (atEnd) => {
  const counts = readCounts(USAGE, { reminders: 1_000, 'due-in': 60, hold: REMINDER_LIMITS.secondsAhead });
  const isHeld = counts.hold < REMINDER_LIMITS.secondsAhead;
  const load: Load = { reminders: counts.reminders, dueInSeconds: counts['due-in'], isHeld };
  const ministack = await startDeployed(atEnd);
  const { clientConfig } = ministack;
  const deployment = new Deployment({ connection: clientConfig, service: SERVICE });
  const { topicArn, stateMachineArns: arns } = await deployment.read();
  const inbox = await openInbox({ clientConfig, topicArn });
  atEnd(inbox.close);
  const sfn = new SFNClient(ministack.clientConfig);

  if (isHeld) {
    for (const arn of Object.values(arns)) {
      await shortenHold(sfn, arn, { seconds: counts.hold, leadSeconds: Math.floor(counts.hold / 2) });
    }
  }
  const waiting = isHeld ? [] : [await measureWaiting(sfn, load)];
  const results = await measureReminders(sfn, inbox, await deployment.machines(arns), load);
  console.log(
    [
      `| ${load.reminders} due in the same second | started | lost | twice | late p50 | p99 | max | start rate |`,
      '|---|---:|---:|---:|---:|---:|---:|---:|',
      ...[...results, ...waiting].map(row),
      '',
      `${new Date().toISOString().slice(0, 10)}, ${machine()}.`,
    ].join('\n'),
  );
  return results.every(({ lost, twice }) => lost === 0 && twice === 0);
});
