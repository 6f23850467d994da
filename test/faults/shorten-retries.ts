import { DescribeStateMachineCommand, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { parameter, sfn } from '../end-to-end/deployed-service.ts';

/**
 * Makes a state machine retry at most 3 times instead of 10, to keep the test run short.
 *
 * @param parameterName the name of the parameter that holds the state machine's ARN
 */
export async function shortenRetries(parameterName: string): Promise<void> {
  const stateMachineArn = await parameter(parameterName);
  const { definition = '' } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const shortened = definition.replaceAll('"MaxAttempts":10', '"MaxAttempts":3');
  expect(shortened).not.toBe(definition);
  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: shortened }));
}
