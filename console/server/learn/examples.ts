import type { Machine } from '../executions/machine-arn.ts';

/** The input of an execution that the user can start and watch. */
export interface Example {
  readonly title: string;
  /** A description of what the user will see. */
  readonly shows: string;
  readonly input: unknown;
}

const REMINDERS: readonly Example[] = [
  {
    title: 'A reminder in 20 seconds',
    shows: 'It waits, is sent and succeeds.',
    input: { message: 'The tea is ready', seconds: 20 },
  },
  {
    title: 'A date that does not exist',
    shows: 'The first state refuses it, and the cause says why.',
    input: { message: 'The tea is ready', timestamp: '2027-02-30 09:00:00' },
  },
  {
    title: 'No message',
    shows: 'It is refused too, before anything waits.',
    input: { seconds: 20 },
  },
];

/** Resources that need no permission and cost nothing. The wait condition fails, because it never gets a signal. */
const HANDLE = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
const SMALL = { Resources: { First: HANDLE } };
const FAILING = {
  Resources: {
    Handle: HANDLE,
    NeverSignalled: {
      Type: 'AWS::CloudFormation::WaitCondition',
      Properties: { Handle: { Ref: 'Handle' }, Timeout: '7', Count: 1 },
    },
  },
};

/** Returns examples of valid and invalid input for the given state machine. */
export function examplesOf(machine: Machine, service: string): readonly Example[] {
  const small = { action: 'deploy', stackName: `${service}-learn`, templateBody: SMALL };
  const failing = { stackName: `${service}-learn-bad`, templateBody: FAILING };
  return machine !== 'stack-creator'
    ? REMINDERS
    : [
        {
          title: 'A small stack',
          shows: 'It asks CloudFormation, and looks until the stack is there. The second time, nothing is left to do.',
          input: small,
        },
        {
          title: 'Two stacks, and one of them fails',
          shows: 'One fails without stopping the other. The report has the first failure as the reason.',
          input: { stacks: [small, failing] },
        },
        {
          title: 'Delete both',
          shows: 'It reads the id of each stack first, and looks until it is gone.',
          input: { stacks: [small, failing].map(({ stackName }) => ({ action: 'delete', stackName })) },
        },
        {
          title: 'No template',
          shows: 'The first state refuses it, before anything is created.',
          input: { stackName: `${service}-learn` },
        },
      ];
}
