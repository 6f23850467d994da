import { styled } from './progress.ts';
import type { LocalService } from './service.ts';

/** What to type in another terminal to send a reminder of one's own; every line that is indented can be pasted as it is. */
export function invitation({ ministack, stateMachineArns }: LocalService): string {
  const variables = Object.entries(ministack.clientEnvironment).map(([name, value]) => `${name}=${value}`);
  return `
${styled('bold', 'The service is up.')} Send yourself a reminder from another terminal:

  cd '${process.cwd()}'
  export ${variables.join(' ')}
  npx remindme "call mum" in 10 seconds
  npx remindme list

The same with the AWS CLI, where you have it:

  aws stepfunctions start-execution --state-machine-arn ${stateMachineArns.sns} --input '{"message":"call mum","seconds":10}'

What arrives is shown here. The log of the local AWS is ${ministack.logFile}. Ctrl-C takes everything down.
`;
}
