import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { sfn } from '../end-to-end/deployed-service.ts';

/** Returns the ARN of the state machine with the given name, or an empty string if there is none. */
export async function deployedStateMachine(name: string): Promise<string> {
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  return stateMachines.find((each) => each.name === name)?.stateMachineArn ?? '';
}
