import { execFileSync } from 'node:child_process';
import { awsCalls } from '../../console/execution/aws-calls.ts';

const EXECUTION = {
  arn: 'arn:aws:states:eu-west-2:123456789012:execution:remindme-sns:tea',
  stateMachineArn: 'arn:aws:states:eu-west-2:123456789012:stateMachine:remindme-sns',
};

/** Runs the given command in a shell. Returns the arguments that the program `aws` gets. */
function argumentsOf(command: string): string[] {
  const script = `aws() { for word in "$@"; do printf '%s\\0' "$word"; done; }; ${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

test.each([
  ['an apostrophe', "it's tea"],
  ['what a shell would run', '$(touch /tmp/no) `id` "x" \\ \n; ls'],
])('a copied call starts an execution with the same input, with %s in it', (_, message) => {
  const input = JSON.stringify({ message, seconds: 5 });
  const [start] = awsCalls({ ...EXECUTION, input });

  expect(argumentsOf(start?.command ?? '')).toEqual([
    'stepfunctions',
    'start-execution',
    '--state-machine-arn',
    EXECUTION.stateMachineArn,
    '--input',
    input,
  ]);
});

test('the other calls describe the execution and read its history, on a local AWS too', () => {
  const calls = awsCalls({ ...EXECUTION, input: '{}', endpoint: 'http://127.0.0.1:4566' });

  expect(calls.slice(1).map((call) => argumentsOf(call.command))).toEqual(
    ['describe-execution', 'get-execution-history'].map((name) => [
      'stepfunctions',
      name,
      '--execution-arn',
      EXECUTION.arn,
      '--endpoint-url',
      'http://127.0.0.1:4566',
    ]),
  );
});
