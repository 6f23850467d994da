import { executionArn, isExecutionName } from '../../../client/aws/execution-arn.ts';
import { movedTo } from '../../../client/reminders/stop-causes.ts';
import { awsCalls } from '../../execution/aws-calls.ts';
import { readExecution } from '../../execution/execution-model.ts';
import { awsConsoleLink } from '../executions/aws-console-link.ts';
import { drawDefinition, drawnDefinition } from '../executions/drawn-definitions.ts';
import { machineArn, machineOf } from '../executions/machine-arn.ts';
import { ApiError } from '../http/api-error.ts';
import type { Route } from '../http/route.ts';

/** The routes for one execution: its progress, and the drawing of its definition. */
export const EXECUTION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'executions/:machine/:id',
    answer: async ({ params }, site) => {
      const machine = machineOf(params['machine']);
      const id = params['id'] ?? '';
      const stateMachineArn = await machineArn(site, machine);
      const arn = executionArn(stateMachineArn, id);
      await site.reads.take(3);
      const read = await site.deployment.withMachines(async ({ executions }) => {
        const execution = isExecutionName(id) ? await executions.describe(arn) : undefined;
        return (
          execution && {
            execution,
            definition: await executions.definitionOf(arn),
            events: await executions.history(arn, { withData: true }),
          }
        );
      });
      if (!read) {
        throw new ApiError(
          404,
          'There is no such execution.',
          'A reminder that waits in a schedule has none yet, and AWS deletes one 90 days after its end.',
        );
      }
      const { execution, definition, events } = read;
      const { endpoint } = site.deployment.connection;
      return {
        machine,
        id,
        status: execution.status,
        startedAt: execution.startedAt,
        stoppedAt: execution.stoppedAt,
        input: execution.input,
        output: execution.output,
        error: execution.error,
        cause: execution.cause,
        movedTo: movedTo(execution.cause),
        definition: drawDefinition(definition),
        ...readExecution(JSON.parse(definition), events, Date.now()),
        calls: awsCalls({ arn, stateMachineArn, input: execution.input, ...(site.isLocal && { endpoint }) }),
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
