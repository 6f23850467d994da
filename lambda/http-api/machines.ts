import { Executions } from '../../client/aws/executions.ts';
import { Schedules } from '../../client/aws/schedules.ts';
import type { Machines } from '../../client/deployment.ts';

/** Short time limits, because API Gateway waits for at most 30 s. */
const CONNECTION = { maxAttempts: 3, answerMilliseconds: 3_000 };

/** The deployment's state machines and schedules. Their ARNs and names come from environment variables. */
export const machines: Machines = {
  executions: new Executions(CONNECTION),
  schedules: new Schedules(CONNECTION, process.env['SCHEDULE_GROUP'] ?? ''),
  scheduleTarget: async () => ({
    roleArn: process.env['SCHEDULE_ROLE_ARN'] ?? '',
    deadLetterQueueArn: process.env['SCHEDULE_QUEUE_ARN'] ?? '',
  }),
  arns: {
    sns: process.env['SNS_STATE_MACHINE_ARN'] ?? '',
    lambda: process.env['LAMBDA_STATE_MACHINE_ARN'] ?? '',
  },
};
