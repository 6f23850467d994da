import { styled } from './progress.ts';
import type { LocalService } from './service.ts';

/** What to type in another terminal to send a reminder of one's own; every line of it can be pasted as it is. */
export function invitation({ ministack, stateMachineArns }: LocalService): string {
  const variables = Object.entries(ministack.clientEnvironment).map(([name, value]) => `${name}=${value}`);
  return `
${styled('bold', 'The service is up.')} Send yourself a reminder from another terminal, due in so many seconds or at a time in UTC:

  cd '${process.cwd()}'
  npm run remind -- --port ${ministack.port} "call mum" 60
  npm run remind -- --port ${ministack.port} "call mum" "${new Date(Date.now() + 600_000).toISOString().slice(0, 19).replace('T', ' ')}"

The same with the AWS CLI:

  ${variables.join(' ')} aws stepfunctions start-execution --state-machine-arn ${stateMachineArns.sns} --input '{"message":"call mum","seconds":60}'

What arrives is shown here. The log of the local AWS is ${ministack.logFile}. Ctrl-C takes everything down.
`;
}
