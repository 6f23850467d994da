import { executionArn, isExecutionName } from '../../../client/aws/execution-arn.ts';
import type { DescribedExecution } from '../../../client/aws/executions.ts';
import type { Machines } from '../../../client/deployment.ts';
import { fateOf, findSecond } from '../../../client/reminders/reminder-fate.ts';
import { movedTo } from '../../../client/reminders/stop-causes.ts';
import { isRefusal } from '../../../core/naming/error-names.ts';
import { awsCalls, scheduleCall } from '../../execution/aws-calls.ts';
import { readExecution } from '../../execution/execution-model.ts';
import { awsConsoleLink } from '../executions/aws-console-link.ts';
import { definitionOf, drawDefinition, drawnDefinition } from '../executions/drawn-definitions.ts';
import { machineArn, machineOf } from '../executions/machine-arn.ts';
import { readWaiting } from '../executions/read-waiting.ts';
import { ApiError } from '../http/api-error.ts';
import type { Route } from '../http/route.ts';

/**
 * Finds the execution that the page shows for a reminder, and the reminder's schedule.
 *
 * @param first the execution with the reminder's id, if there is one
 */
async function findReminderRun(machines: Machines, id: string, first: DescribedExecution | undefined) {
  if (first) {
    return fateOf(machines, first);
  }
  const schedule = await machines.schedules.find(id);
  // Scheduler may have started a second execution of a reminder, and AWS may have deleted the first one
  return { schedule, execution: schedule || !isExecutionName(id) ? undefined : await findSecond(machines, id) };
}

/** The routes for one execution: its progress, and the drawing of its definition. */
export const EXECUTION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'executions/:machine/:id',
    answer: async ({ params }, site) => {
      const machine = machineOf(params['machine']);
      const id = params['id'] ?? '';
      const stateMachineArn = await machineArn(site, machine);
      await site.reads.take(2);
      const { execution, waiting, ...read } = await site.deployment.withMachines(async (machines) => {
        const { executions } = machines;
        const first = isExecutionName(id) ? await executions.describe(executionArn(stateMachineArn, id)) : undefined;
        const { execution, schedule } =
          machine === 'stack-creator' ? { execution: first } : await findReminderRun(machines, id, first);
        return {
          execution,
          waiting: schedule && machine !== 'stack-creator' ? await readWaiting(machines, schedule, machine) : undefined,
          ...(execution && {
            definition: await definitionOf(execution.arn, async () => {
              await site.reads.take();
              return executions.definitionOf(execution.arn);
            }),
            events: await executions.history(execution.arn, { withData: true }),
          }),
        };
      });
      const { endpoint: localEndpoint } = site.deployment.connection;
      const endpoint = site.isLocal ? localEndpoint : undefined;
      const calls = waiting ? [scheduleCall(waiting.schedule, endpoint)] : [];
      if (!execution) {
        if (!waiting) {
          throw new ApiError(
            404,
            'There is no such execution.',
            'It was cancelled before it began, or it ended 90 days ago.',
          );
        }
        return { machine, id, status: 'RUNNING', startedAt: waiting.startedAt, input: waiting.input, waiting, calls };
      }
      const { definition = '', events = [] } = read;
      const { arn } = execution;
      return {
        machine,
        id,
        waiting,
        status: execution.status,
        startedAt: execution.startedAt,
        stoppedAt: execution.stoppedAt,
        input: execution.input,
        output: execution.output,
        error: execution.error,
        cause: execution.cause,
        wasRefused: isRefusal(execution.error),
        movedTo: movedTo(execution.cause),
        definition: drawDefinition(definition),
        ...readExecution(JSON.parse(definition), events, Date.now()),
        calls: [...calls, ...awsCalls({ arn, stateMachineArn, input: execution.input, endpoint })],
        awsConsole: site.isLocal ? undefined : awsConsoleLink(arn),
      };
    },
  },
  {
    method: 'GET',
    path: 'definitions/:key',
    answer: async ({ params }) => {
      const drawn = await drawnDefinition(params['key'] ?? '');
      if (!drawn) {
        throw new ApiError(404, 'There is no such definition.');
      }
      return drawn;
    },
  },
];
