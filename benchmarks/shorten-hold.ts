import { DescribeStateMachineCommand, type SFNClient, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { type Hold, holdFor, MOST_HOLD_DAYS } from '../core/reminder/hold.ts';

/**
 * Changes how long the executions of a deployed state machine wait. The setting `holdDays` counts whole days, for which neither a
 * benchmark nor a test can wait. The deployment must have the default setting.
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
