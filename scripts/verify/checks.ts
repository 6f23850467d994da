import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { Carrier } from '../../client/aws/carried-call.ts';
import { executionArn } from '../../client/aws/execution-arn.ts';
import type { DescribedExecution } from '../../client/aws/executions.ts';
import { invokeLater } from '../../client/aws/functions.ts';
import { KeptMessages } from '../../client/aws/kept-messages.ts';
import { makeFields, type ScheduleFields } from '../../client/aws/schedule-fields.ts';
import type { Machines } from '../../client/deployment.ts';
import { checkHealth } from '../../client/health/check-health.ts';
import { readUnhandled } from '../../client/kept/unhandled-event.ts';
import { retryReminder } from '../../client/reminders/retry-reminder.ts';
import { startReminder } from '../../client/reminders/start-reminder.ts';
import { sentAt, untilSent } from '../../client/reminders/until-sent.ts';
import { readStackCreatorArn } from '../../client/stack-requests/stack-creator-arn.ts';
import { ERRORS } from '../../core/naming/error-names.ts';
import { INBOX, reportKey } from '../../core/naming/file-keys.ts';
import { EVENT_TYPES, physicalNames, SWEEP_EVENT, VIAS, type Via } from '../../core/naming/physical-names.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { checkReminderRequest, type Reminder } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { ImportReport } from '../../core/reminder-file/import-report.ts';
import type { TrialDeployment } from './trial-deployment.ts';

/** The result of a check. If the check cannot run at this endpoint, `impossible` is the reason. */
export type Answer = { readonly ok: boolean; readonly says: string } | { readonly impossible: string };

/** A check that needs a deployment. */
export interface Check {
  /** The behaviour that the check tests, as a sentence without its full stop. */
  readonly title: string;
  /** The assumption about AWS that the check tests, if any. */
  readonly assumption?: string;
  readonly run: (trial: TrialDeployment) => Promise<Answer>;
}

/** The maximum wait for results that usually take a second. */
const PATIENCE_SECONDS = 120;
/** The maximum wait for a metric. A metric appears in CloudWatch a few minutes after the service writes it. */
const METRIC_SECONDS = 300;
const DAY_MILLISECONDS = 86_400_000;
/** The time until a changed schedule is due. Scheduler invokes the target within a minute after the due time. */
const SOON_MILLISECONDS = 5_000;

const answer = (ok: boolean, says: string): Answer => ({ ok, says });
const isLocal = ({ connection }: TrialDeployment) => connection.endpoint !== undefined;
/**
 * Returns the result `found` of a check. For a check that failed on the local AWS, returns `impossible` with the `difference`
 * between the local AWS and AWS.
 */
const onAws = (trial: TrialDeployment, found: Answer, difference: string): Answer =>
  isLocal(trial) && 'ok' in found && !found.ok ? { impossible: difference } : found;
const clientConfig = ({ connection: { region, endpoint } }: TrialDeployment) => ({
  ...(region && { region }),
  ...(endpoint && { endpoint }),
});

function reminderIn(seconds: number, message: string): Reminder {
  const verdict = checkReminderRequest({ message, seconds }, Date.now());
  if ('problem' in verdict) {
    throw new Error(verdict.problem);
  }
  return verdict;
}

/** Starts a reminder that is due after `seconds` seconds, and waits until its execution ends. */
async function send(trial: TrialDeployment, via: Via, message: string, seconds = 3): Promise<DescribedExecution> {
  const reminder = reminderIn(seconds, message);
  const { stateMachineArns } = trial.parts;
  const machines = await trial.deployment.machines(stateMachineArns);
  const { executionArn } = await startReminder(machines, stateMachineArns[via], reminder);
  return (await untilSent(machines, executionArn, Date.parse(reminder.dueAt), trial.signal)).execution;
}

/** Starts an execution with the given input, and waits until the execution ends. */
async function run(
  trial: TrialDeployment,
  input: string,
  stateMachineArn: string = trial.parts.stateMachineArns.sns,
): Promise<DescribedExecution> {
  const { stateMachineArns } = trial.parts;
  const sfn = new SFNClient(clientConfig(trial));
  const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  const machines = await trial.deployment.machines(stateMachineArns);
  // an execution that schedules its reminder ends long before the reminder is sent
  for (;;) {
    const execution = await machines.executions.describe(executionArn, trial.signal);
    if (execution && execution.status !== 'RUNNING') {
      return execution;
    }
    await sleep(500, undefined, { signal: trial.signal });
  }
}

/** Requests a reminder with an event on the event bus. Returns the event's id, or the error if EventBridge refuses it. */
async function ask(trial: TrialDeployment, request: object): Promise<string> {
  const { Entries: [entry] = [] } = await new EventBridgeClient(clientConfig(trial)).send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: physicalNames(trial.deployment.service).eventBus,
          Source: 'verify',
          DetailType: EVENT_TYPES.requested,
          Detail: JSON.stringify(request),
        },
      ],
    }),
  );
  return entry?.EventId ?? `${entry?.ErrorCode}: ${entry?.ErrorMessage}`;
}

/**
 * Starts a reminder that is due in the given number of years, and waits until its execution ends. The execution creates a
 * schedule or refuses the reminder. The removal of the trial deployment deletes the schedule.
 */
async function handOver(trial: TrialDeployment, years: number): Promise<DescribedExecution> {
  const due = new Date(Date.now() + DAY_MILLISECONDS);
  due.setUTCFullYear(due.getUTCFullYear() + years, due.getUTCMonth(), due.getUTCDate() - 2);
  return run(trial, JSON.stringify({ message: `verify ${years} years`, timestamp: due.toISOString() }));
}

/**
 * Changes the schedule so that it is due in a few seconds. The schedule then starts an execution with the given name and a
 * reminder that is due at once.
 */
async function startSoon({ deployment, connection }: TrialDeployment, schedule: string, name: string): Promise<void> {
  const carrier = new Carrier(connection, 'scheduler');
  const path = `/schedules/${schedule}`;
  const groupName = physicalNames(deployment.service).scheduleGroup;
  const { answer: read } = await carrier.send({ method: 'GET', path, query: { groupName } });
  const { FlexibleTimeWindow, ActionAfterCompletion, Target } = read as Readonly<Record<string, { Input?: string }>>;
  const { Input, ...start } = JSON.parse(Target?.Input ?? '{}');
  const at = new Date(Date.now() + SOON_MILLISECONDS).toISOString().slice(0, 19);
  const input = { ...JSON.parse(Input), timestamp: `${at}Z` };
  const body = {
    FlexibleTimeWindow,
    ActionAfterCompletion,
    GroupName: groupName,
    ScheduleExpression: `at(${at})`,
    ScheduleExpressionTimezone: 'UTC',
    Target: { ...Target, Input: JSON.stringify({ ...start, Name: name, Input: JSON.stringify(input) }) },
  };
  await carrier.send({ method: 'PUT', path, body: JSON.stringify(body) });
}

/**
 * Creates a schedule with the given fields and deletes it again. Returns Scheduler's error if it refuses the schedule, and
 * otherwise `undefined`.
 */
async function refusalOf({ schedules }: Machines, fields: ScheduleFields): Promise<string | undefined> {
  const name = `verify-${Date.now()}`;
  try {
    await schedules.create(name, fields);
    await schedules.delete(name);
    return undefined;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

/** Returns the fields of a repeated reminder's schedule. */
async function repeatedFields(machines: Machines, cron: string, times: { start?: string; end?: string } = {}) {
  return makeFields(machines.arns.sns, await machines.scheduleTarget(), {
    cron,
    zone: 'Europe/London',
    ...times,
    input: '{}',
  });
}

const describe = ({ status, error, cause }: DescribedExecution) =>
  [status, error, cause].filter(Boolean).join(', ').slice(0, 300);

const sends = (via: Via): Check => ({
  title: `a reminder arrives through ${physicalNames('<name>').stateMachines[via]}, and as an email`,
  run: async (trial) => {
    const text = `verify ${via}`;
    const execution = await send(trial, via, text);
    const { topicArn, emailTopicArn } = trial.parts;
    const published = await trial.untilDelivered(topicArn, ({ message }) => message === text, PATIENCE_SECONDS);
    // after the text, the email contains the snooze command
    const isEmail = ({ message }: { readonly message: string }) => message.startsWith(`${text}\n`);
    const emailed = await trial.untilDelivered(emailTopicArn, isEmail, PATIENCE_SECONDS);
    const due = JSON.parse(execution.output ?? '{}').dueAt;
    const late = ((sentAt(execution) ?? Number.NaN) - Date.parse(due)) / 1_000;
    return answer(
      published !== undefined && emailed !== undefined && late < 60,
      `${describe(execution)}; ${late.toFixed(1)} s late; ${published ? '' : 'not '}published, ${emailed ? '' : 'not '}queued and published for email`,
    );
  },
});

/** The checks, in order. Later checks need the resources that earlier checks create. */
export const CHECKS: readonly Check[] = [
  {
    title: 'doctor finds nothing that fails',
    run: async (trial) => {
      const findings = await checkHealth(trial.deployment);
      const failed = findings.filter(({ status }) => status === 'fail');
      return answer(failed.length === 0, failed.map(({ check, kind }) => `${check}: ${kind}`).join('; ') || 'all well');
    },
  },
  ...VIAS.map(sends),
  {
    title: 'a Publish that is repeated makes one email',
    assumption: 'SQS drops a message whose deduplication ID it has seen within five minutes',
    run: async (trial) => {
      const { topicArn, emailTopicArn } = trial.parts;
      const sns = new SNSClient(clientConfig(trial));
      const executionArn = { DataType: 'String', StringValue: `verify:${Date.now()}` };
      for (let copy = 0; copy < 3; copy += 1) {
        await sns.send(
          new PublishCommand({ TopicArn: topicArn, Message: 'verify repeated', MessageAttributes: { executionArn } }),
        );
      }
      await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'verify after it' }));
      await trial.untilDelivered(emailTopicArn, ({ message }) => message === 'verify after it', PATIENCE_SECONDS);
      const count = () =>
        trial.delivered.filter((each) => each.topicArn === emailTopicArn && each.message === 'verify repeated').length;
      await trial.untilDelivered(emailTopicArn, () => count() > 0, PATIENCE_SECONDS);
      await sleep(2_000, undefined, { signal: trial.signal }); // a duplicate would arrive about a second later
      await trial.untilDelivered(emailTopicArn, () => false, 5);
      return answer(count() === 1, `${count()} emails of 3 copies`);
    },
  },
  {
    title: 'an invalid request is refused with a sentence',
    assumption: 'a JSONata expression may have 8,700 characters; no limit is documented',
    run: async (trial) => {
      const execution = await run(trial, '{"message":"x","timestamp":"2027-02-30 09:00:00"}');
      return answer(execution.error === 'ReminderRejected', describe(execution));
    },
  },
  {
    title: `EventBridge Scheduler accepts a reminder that is due in ${REMINDER_LIMITS.yearsAhead} years`,
    assumption: 'an at() expression may name any later date; no limit is documented',
    run: async (trial) => {
      const years = [REMINDER_LIMITS.yearsAhead, 50, 20, 10, 2];
      const refusals: string[] = [];
      for (const each of years) {
        const execution = await handOver(trial, each);
        if (execution.status === 'SUCCEEDED') {
          const says = refusals.length === 0 ? '' : `; ${refusals.join('; ')}`;
          return answer(refusals.length === 0, `accepted in ${each} years${says}`);
        }
        refusals.push(`in ${each} years: ${describe(execution)}`);
      }
      return answer(false, refusals.join('; '));
    },
  },
  {
    title: 'a schedule starts the state machine, with the name that it gives',
    assumption: 'a universal target for startExecution takes StateMachineArn, Name and Input',
    run: async (trial) => {
      const execution = await handOver(trial, 2);
      const { schedule } = JSON.parse(execution.output ?? '{}');
      const name = `${schedule}-2`; // Step Functions keeps the first execution's name for 90 days
      await startSoon(trial, String(schedule), name);
      const { executions } = await trial.deployment.machines(trial.parts.stateMachineArns);
      const arn = executionArn(trial.parts.stateMachineArns.sns, name);
      for (const deadline = Date.now() + PATIENCE_SECONDS * 1_000; Date.now() < deadline; ) {
        const started = await executions.describe(arn);
        if (started && started.status !== 'RUNNING') {
          return answer(started.status === 'SUCCEEDED', describe(started));
        }
        await sleep(1_000, undefined, { signal: trial.signal });
      }
      return answer(false, `${name} has not started after ${PATIENCE_SECONDS} s`);
    },
  },
  {
    title: 'EventBridge Scheduler accepts the last weekday of a month as LW',
    assumption: 'a cron expression may combine L and W; the documentation has only each of them',
    run: async (trial) => {
      const machines = await trial.deployment.machines(trial.parts.stateMachineArns);
      const refused = await refusalOf(machines, await repeatedFields(machines, 'cron(0 9 LW * ? *)'));
      return answer(refused === undefined, refused ?? 'accepted');
    },
  },
  {
    title: `a repeated reminder may start and end in ${REMINDER_LIMITS.yearsAhead} years`,
    assumption: 'StartDate and EndDate may be any later date; no limit is documented',
    run: async (trial) => {
      const machines = await trial.deployment.machines(trial.parts.stateMachineArns);
      const refusals: string[] = [];
      for (const years of [REMINDER_LIMITS.yearsAhead, 50, 20, 10, 2]) {
        const [start, end] = [years - 1, years].map((each) => {
          const date = new Date(Math.floor(Date.now() / 1_000) * 1_000);
          date.setUTCFullYear(date.getUTCFullYear() + each);
          return formatInstant(date.getTime());
        }) as [string, string];
        const refused = await refusalOf(machines, await repeatedFields(machines, 'cron(0 9 * * ? *)', { start, end }));
        if (refused === undefined) {
          return answer(refusals.length === 0, [`accepted in ${years} years`, ...refusals].join('; '));
        }
        refusals.push(`in ${years} years: ${refused}`);
      }
      return answer(false, refusals.join('; '));
    },
  },
  {
    title: 'what Scheduler cannot start is in the queue of unhandled events, as the service reads it',
    assumption:
      "the message's body is the input of the schedule's target, and its attribute TARGET_ARN the target's ARN",
    run: async (trial) => {
      const { stateMachineArns, unhandledQueueUrl } = trial.parts;
      const machines = await trial.deployment.machines(stateMachineArns);
      const name = `verify-taken-${Date.now()}`;
      const taken = await machines.executions.start(stateMachineArns.sns, name, '{"message":"verify","seconds":3600}');
      const request = '{"message":"verify dead letter","timestamp":"2099-01-27T09:00:00Z","schedule":"verify"}';
      const start = JSON.stringify({ StateMachineArn: stateMachineArns.sns, Name: name, Input: request });
      const at = new Date(Date.now() + SOON_MILLISECONDS).toISOString().slice(0, 19);
      const { Target, ...fields } = await repeatedFields(machines, `at(${at})`);
      await machines.schedules.create('verify-dead-letter', {
        ...fields,
        ScheduleExpressionTimezone: 'UTC',
        Target: {
          ...Target,
          Arn: stateMachineArns.sns.replace(/:states:.*/, ':scheduler:::aws-sdk:sfn:startExecution'),
          Input: start,
          RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
        },
      });
      const queue = new KeptMessages(trial.connection, unhandledQueueUrl);
      let isFound = false;
      for (const deadline = Date.now() + PATIENCE_SECONDS * 1_000; Date.now() < deadline && !isFound; ) {
        const { messages } = await queue.receive(trial.signal);
        for (const message of messages) {
          const { event } = readUnhandled(message, trial.name, stateMachineArns);
          const isOurs = event?.how === 'start' && event.name === name;
          isFound ||= isOurs;
          await (isOurs ? queue.remove(message) : queue.giveBack([message]));
        }
      }
      await machines.executions.stop(taken.arn, ERRORS.cancelled, 'npm run verify has finished its check');
      return answer(isFound, isFound ? 'it names the execution' : `not there after ${PATIENCE_SECONDS} s`);
    },
  },
  {
    title: 'the stack creator refuses an invalid request with a sentence',
    assumption: 'a JSONata expression may have 16,900 characters; no limit is documented',
    run: async (trial) => {
      const arn = await readStackCreatorArn(trial.deployment);
      const execution = await run(trial, '{"action":"create","stackName":"no good name"}', arn);
      return answer(execution.error === ERRORS.stackRequestRejected, describe(execution));
    },
  },
  {
    title: 'an event starts a reminder that arrives',
    assumption: 'EventBridge may assume a role that only one rule can use (aws:SourceArn)',
    run: async (trial) => {
      const text = `verify event "${Date.now()}"`;
      await ask(trial, { message: text, seconds: 1 });
      const arrived = await trial.untilDelivered(
        trial.parts.topicArn,
        ({ message }) => message === text,
        PATIENCE_SECONDS,
      );
      return answer(arrived !== undefined, arrived ? 'published' : 'not published');
    },
  },
  {
    title: 'an event whose request is invalid is reported to operators',
    run: async (trial) => {
      const id = await ask(trial, { message: 'verify refusal', timestamp: '2027-02-30 09:00:00' });
      const email = await trial.untilDelivered(
        trial.parts.operationsTopicArn ?? '',
        ({ message }) => message.includes(id),
        PATIENCE_SECONDS,
      );
      const line = /^Problem: .*$/m.exec(email?.message ?? '')?.[0] ?? 'no email';
      return answer(line.startsWith('Problem: timestamp must be'), line);
    },
  },
  {
    title: 'half of a surrogate pair is refused, and nothing hangs',
    assumption: "AWS's JSONata engine accepts such a string and returns it unchanged",
    run: async (trial) => {
      const execution = await run(trial, '{"message":"half: \\ud83d","seconds":0}').catch((error: Error) => error);
      const found =
        execution instanceof Error
          ? answer(true, `StartExecution refuses it: ${execution.name}`)
          : answer(execution.error === 'ReminderRejected', describe(execution));
      return onAws(trial, found, 'the local AWS cannot store such a string');
    },
  },
  {
    title: 'an execution that somebody stops is reported with its error',
    assumption: 'the event of an ABORTED execution has detail.error',
    run: async (trial) => {
      const { stateMachineArns, operationsTopicArn = '' } = trial.parts;
      const machines = await trial.deployment.machines(stateMachineArns);
      const { executionArn, id } = await startReminder(
        machines,
        stateMachineArns.sns,
        reminderIn(3_600, 'verify stop'),
      );
      await new SFNClient(clientConfig(trial)).send(
        new StopExecutionCommand({ executionArn, error: 'Maintenance', cause: 'npm run verify stopped it' }),
      );
      const email = await trial.untilDelivered(
        operationsTopicArn,
        ({ message }) => message.includes(id),
        PATIENCE_SECONDS,
      );
      const line = /^Error: .*$/m.exec(email?.message ?? '')?.[0] ?? 'no failure email';
      return onAws(
        trial,
        answer(line === 'Error: Maintenance', line),
        'the local AWS leaves the error out of the event',
      );
    },
  },
  {
    title: 'an execution that somebody stopped goes on where it was',
    assumption: 'RedriveExecution repeats a Wait state with its own time, so a reminder is as punctual as before',
    run: async (trial) => {
      const { stateMachineArns } = trial.parts;
      const machines = await trial.deployment.machines(stateMachineArns);
      const reminder = reminderIn(20, 'verify redrive');
      const started = await startReminder(machines, stateMachineArns.sns, reminder);
      await new SFNClient(clientConfig(trial)).send(
        new StopExecutionCommand({ executionArn: started.executionArn, error: 'Maintenance' }),
      );
      const { how, executionArn } = await retryReminder(machines, started.id, 'sns');
      const due = Date.parse(reminder.dueAt);
      const { execution: ended } = await untilSent(machines, executionArn, due, trial.signal);
      const late = ((sentAt(ended) ?? Number.NaN) - due) / 1_000;
      const found = answer(how === 'redrive' && late < 60, `${how}; ${describe(ended)}; ${late.toFixed(1)} s late`);
      return onAws(trial, found, 'the local AWS cannot redrive');
    },
  },
  {
    title: 'a reminder that cannot be delivered is kept, reported, and can be sent again',
    assumption: 'the SNS integration names the error of a missing topic SNS.NotFoundException',
    run: async (trial) => {
      const { topicArn, operationsTopicArn = '', stateMachineArns } = trial.parts;
      await trial.deleteTopic(topicArn);
      const failed = await send(trial, 'sns', 'verify undelivered');
      const email = await trial.untilDelivered(
        operationsTopicArn,
        ({ message }) => message.includes(failed.name),
        PATIENCE_SECONDS,
      );
      await new SNSClient(clientConfig(trial)).send(new CreateTopicCommand({ Name: topicArn.split(':').at(-1) }));
      await trial.subscribe(topicArn);
      const machines = await trial.deployment.machines(stateMachineArns);
      await retryReminder(machines, failed.name, 'sns');
      const again = await trial.untilDelivered(
        topicArn,
        ({ message }) => message === 'verify undelivered',
        PATIENCE_SECONDS,
      );
      const isNamed = failed.cause?.includes('SNS.NotFoundException') ?? false;
      return answer(
        failed.error === 'ReminderUndelivered' && email !== undefined && again !== undefined && isNamed,
        `${describe(failed)}; failure email ${email ? 'arrived' : 'missing'}; ${again ? 'sent again' : 'not sent again'}`,
      );
    },
  },
  {
    title: 'a file in the bucket starts its reminder once, and its report arrives',
    assumption:
      'a name that is taken gives Sfn.ExecutionAlreadyExistsException, and a Map Run writes its results as JSON Lines',
    run: async (trial) => {
      const Bucket = await trial.filesBucket();
      // the reminder is due soon, because CloudFormation cannot delete a state machine with a pending reminder
      const due = formatInstant(Math.ceil(Date.now() / 1_000) * 1_000 + 60_000);
      const key = `${INBOX}verify.csv`;
      const file = `message,when\nverify files,${due}\nrefused,30 February\n`;
      const reports: string[] = [];
      for (const copy of ['first', 'second']) {
        await trial.s3.send(new PutObjectCommand({ Bucket, Key: key, Body: file }));
        const isIt = ({ message }: { readonly message: string }) =>
          message.includes(reportKey(key)) && message.includes(`Started: ${copy === 'first' ? 1 : 0}`);
        const email = await trial.untilDelivered(trial.parts.operationsTopicArn, isIt, PATIENCE_SECONDS);
        reports.push(`${copy} ${email ? (/Started before: .*/.exec(email.message)?.[0] ?? '') : 'not reported'}`);
      }
      const { Body } = await trial.s3.send(new GetObjectCommand({ Bucket, Key: reportKey(key) }));
      const { rows, started, existing, refused } = JSON.parse((await Body?.transformToString()) ?? '') as ImportReport;
      return answer(
        rows === 2 && started === 0 && existing === 1 && refused.length === 1,
        `${reports.join(', ')}; ${rows} rows, ${started} started, ${existing} existing, ${refused.length} refused`,
      );
    },
  },
  {
    title: 'the daily sweep makes all its checks and emails a summary on Mondays',
    assumption: 'its role may make every call of its checks',
    run: async (trial) => {
      const time = '2027-01-25T06:00:00Z'; // this day is a Monday
      await invokeLater(trial.connection, physicalNames(trial.name).functions.dailySweep, {
        'detail-type': SWEEP_EVENT,
        time,
      });
      const isIt = ({ message }: { readonly message: string }) => message.includes('#what-the-daily-sweep-found');
      const email = await trial.untilDelivered(trial.parts.operationsTopicArn, isIt, PATIENCE_SECONDS);
      const failed = email?.message.match(/^.*(check itself failed|could not be checked).*$/gm) ?? [];
      const week = /^last week: .*$/m.exec(email?.message ?? '')?.[0];
      return answer(week !== undefined && failed.length === 0, [...failed, week ?? 'no summary arrived'].join('; '));
    },
  },
  {
    title: 'the metric Lateness exists, in the namespace of the service and without dimensions',
    assumption: 'CloudWatch makes a metric of a log line that process.stdout.write wrote in JSON logging',
    run: async (trial) => {
      const cloudWatch = new CloudWatchClient(clientConfig(trial));
      const deadline = Date.now() + METRIC_SECONDS * 1_000;
      for (;;) {
        const { Datapoints = [] } = await cloudWatch.send(
          new GetMetricStatisticsCommand({
            Namespace: trial.name,
            MetricName: 'Lateness',
            StartTime: new Date(Date.now() - 3_600_000),
            EndTime: new Date(Date.now() + 60_000),
            Period: 3_600,
            Statistics: ['SampleCount', 'Maximum'],
          }),
        );
        const [point] = Datapoints;
        if (point || Date.now() > deadline) {
          return answer(
            point !== undefined,
            point ? `${point.SampleCount} reminders, ${point.Maximum} s at most` : 'none',
          );
        }
        await sleep(5_000, undefined, { signal: trial.signal });
      }
    },
  },
  {
    title: 'each of the ten alarms is there, and none lacks data for its metric',
    assumption: 'a count without data is OK, a level without data stays as it is',
    run: async (trial) => {
      const { MetricAlarms = [] } = await new CloudWatchClient(clientConfig(trial)).send(
        new DescribeAlarmsCommand({ AlarmNamePrefix: physicalNames(trial.name).alarm('') }),
      );
      const states = MetricAlarms.map(({ AlarmName, StateValue }) => `${AlarmName} ${StateValue}`).join(', ');
      return answer(MetricAlarms.length === 10, states);
    },
  },
  {
    title: 'the metric of each alarm has data, if an event that it counts has happened',
    assumption: 'AWS uses these names of metrics and dimensions',
    run: async (trial) => {
      if (isLocal(trial)) {
        return { impossible: 'the local AWS has no metrics of its own' };
      }
      const cloudWatch = new CloudWatchClient(clientConfig(trial));
      const { MetricAlarms = [] } = await cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNamePrefix: physicalNames(trial.name).alarm('') }),
      );
      const found = await Promise.all(
        MetricAlarms.map(async ({ Namespace, MetricName, Dimensions = [] }) => {
          const { Metrics = [] } = await cloudWatch.send(new ListMetricsCommand({ Namespace, MetricName, Dimensions }));
          const of = Dimensions.map(({ Value }) => ` of ${Value}`).join('');
          return {
            says: `${MetricName}${of}: ${Metrics.length > 0 ? 'yes' : 'none yet'}`,
            hasData: Metrics.length > 0,
          };
        }),
      );
      // only two metrics must have data: the other metrics count failures or appear only after some minutes
      return answer(found.filter(({ hasData }) => hasData).length >= 2, found.map(({ says }) => says).join(', '));
    },
  },
  {
    title: "the pipe's pollers stay below a million requests a month while idle",
    assumption: 'five pollers with long polls of 20 s: 657,450 requests a month',
    run: async (trial) =>
      isLocal(trial)
        ? { impossible: 'the local AWS has no metrics of its own' }
        : { impossible: 'it takes an idle hour: look at NumberOfEmptyReceives of the throttled queue, × 730' },
  },
];
