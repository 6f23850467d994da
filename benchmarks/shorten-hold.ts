import { DescribeStateMachineCommand, type SFNClient, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { type Hold, holdFor, MOST_HOLD_DAYS } from '../core/reminder/hold.ts';

/**
 * Changes how long an execution of a deployed state machine waits. The setting `holdDays` is at least one day, which is too
 * long for a benchmark or a test.
 *
 * @throws Error if the deployment does not use the default of `holdDays`
 */
export async function shortenHold(sfn: SFNClient, stateMachineArn: string, hold: Hold): Promise<void> {
  const { definition = '' } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const usual = holdFor(MOST_HOLD_DAYS);
  const shortened = (['seconds', 'leadSeconds'] as const).reduce(
    (text, field) => text.replaceAll(`\\"${field}\\":${usual[field]}`, `\\"${field}\\":${hold[field]}`),
    definition,
  );
  if (shortened === definition) {
    throw new Error(`The definition of ${stateMachineArn} does not say how long its executions wait.`);
  }
  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: shortened }));
}
