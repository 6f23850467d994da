import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { DescribedExecution } from '../../client/aws/executions.ts';
import { checkHealth } from '../../client/health/check-health.ts';
import { retryReminder } from '../../client/reminders/retry-reminder.ts';
import { startReminder } from '../../client/reminders/start-reminder.ts';
import { sentAt, untilSent } from '../../client/reminders/until-sent.ts';
import { physicalNames, VIAS, type Via } from '../../core/naming/physical-names.ts';
import { checkReminderRequest, type Reminder } from '../../core/reminder/reminder-request.ts';
import type { TrialDeployment } from './trial-deployment.ts';

/** What a check found. `impossible` says why the endpoint cannot answer. */
export type Answer = { readonly ok: boolean; readonly says: string } | { readonly impossible: string };

/** A question to an account. */
export interface Check {
  readonly title: string;
  /** What the service assumes, if only AWS can answer. */
  readonly assumption?: string;
  readonly run: (trial: TrialDeployment) => Promise<Answer>;
}

/** Longest wait for something that usually takes a second. */
const PATIENCE_SECONDS = 120;
/** CloudWatch shows a metric a few minutes after it was written. */
const METRIC_SECONDS = 300;

const answer = (ok: boolean, says: string): Answer => ({ ok, says });
const isLocal = ({ connection }: TrialDeployment) => connection.endpoint !== undefined;
/** An answer that the local AWS gets wrong: only that of AWS counts. */
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

/** Starts a reminder that is due in some seconds, and waits for its end. */
async function send(trial: TrialDeployment, via: Via, message: string, seconds = 3): Promise<DescribedExecution> {
  const reminder = reminderIn(seconds, message);
  const { stateMachineArns } = trial.parts;
  const machines = await trial.deployment.machines(stateMachineArns);
  const { executionArn } = await startReminder(machines, stateMachineArns[via], reminder);
  return untilSent(machines.executions, executionArn, Date.parse(reminder.dueAt), trial.signal);
}

/** Starts an execution with any input, and waits for its end. */
async function run(trial: TrialDeployment, input: string): Promise<DescribedExecution> {
  const { stateMachineArns } = trial.parts;
  const sfn = new SFNClient(clientConfig(trial));
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: stateMachineArns.sns, input }),
  );
  const { executions } = await trial.deployment.machines(stateMachineArns);
  return untilSent(executions, executionArn, Date.now(), trial.signal);
}

const describe = ({ status, error, cause }: DescribedExecution) =>
  [status, error, cause].filter(Boolean).join(', ').slice(0, 300);

const sends = (via: Via): Check => ({
  title: `a reminder arrives through ${physicalNames('<name>').stateMachines[via]}, and as an email`,
  run: async (trial) => {
    const text = `verify ${via}`;
    const execution = await send(trial, via, text);
    const { topicArn, emailTopicArn } = trial.parts;
    const isIt = ({ message }: { readonly message: string }) => message === text;
    const published = await trial.untilDelivered(topicArn, isIt, PATIENCE_SECONDS);
    const emailed = await trial.untilDelivered(emailTopicArn, isIt, PATIENCE_SECONDS);
    const due = JSON.parse(execution.output ?? '{}').dueAt;
    const late = ((sentAt(execution) ?? Number.NaN) - Date.parse(due)) / 1_000;
    return answer(
      published !== undefined && emailed !== undefined && late < 60,
      `${describe(execution)}; ${late.toFixed(1)} s late; ${published ? '' : 'not '}published, ${emailed ? '' : 'not '}queued and published for email`,
    );
  },
});

/** The questions, in order: later ones need what earlier ones create. */
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
      await sleep(2_000, undefined, { signal: trial.signal }); // a second copy would come a second later
      await trial.untilDelivered(emailTopicArn, () => false, 5);
      return answer(count() === 1, `${count()} emails of 3 copies`);
    },
  },
  {
    title: 'a wrong request is refused with a sentence',
    run: async (trial) => {
      const execution = await run(trial, '{"message":"x","timestamp":"2027-02-30 09:00:00"}');
      return answer(execution.error === 'ReminderRejected', describe(execution));
    },
  },
  {
    title: 'half of a surrogate pair is refused, and nothing hangs',
    assumption: "AWS's JSONata engine takes such a text and gives it back",
    run: async (trial) => {
      const execution = await run(trial, '{"message":"half: \\ud83d","seconds":0}').catch((error: Error) => error);
      const found =
        execution instanceof Error
          ? answer(true, `StartExecution refuses it: ${execution.name}`)
          : answer(execution.error === 'ReminderRejected', describe(execution));
      return onAws(trial, found, 'the local AWS cannot store such a text');
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
    title: "the pipe's pollers stay below a million requests a month while idle",
    assumption: 'five pollers with long polls of 20 s: 657,450 requests a month',
    run: async (trial) =>
      isLocal(trial)
        ? { impossible: 'the local AWS has no metrics of its own' }
        : { impossible: 'it takes an idle hour: look at NumberOfEmptyReceives of the throttled queue, × 730' },
  },
];
