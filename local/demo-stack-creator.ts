import { NewestEvents } from '../client/aws/newest-events.ts';
import { StackFollower } from '../client/stack-requests/follow-stack-request.ts';
import { readStackCreatorArn } from '../client/stack-requests/stack-creator-arn.ts';
import type { StackStep } from '../client/stack-requests/stack-progress.ts';
import { describeArrival } from './inbox/describe-arrival.ts';
import { runService } from './service/run-service.ts';
import { type LocalService, SERVICE } from './service/start-service.ts';
import { readDemoOptions } from './terminal/options.ts';
import { styled } from './terminal/progress.ts';

/** A resource that needs no permission. All templates of the demo contain only such resources. */
const handle = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
const small = {
  Parameters: { Words: { Type: 'String' } },
  Resources: { First: handle },
  Outputs: { Greeting: { Value: { Ref: 'Words' } } },
};
const larger = { ...small, Resources: { First: handle, Second: handle } };
const failing = {
  Resources: {
    Handle: handle,
    NeverSignalled: {
      Type: 'AWS::CloudFormation::WaitCondition',
      Properties: { Handle: { Ref: 'Handle' }, Timeout: '7', Count: 1 },
    },
    NeverReached: { ...handle, DependsOn: 'NeverSignalled' },
  },
};

const stackName = `${SERVICE}-demo`;
const badName = `${SERVICE}-demo-bad`;

/** The scenes of the demo. Each scene has a title, a request, and the expected status or error of the execution. */
const SCENES: readonly (readonly [title: string, request: object, ends: string])[] = [
  ['Create a small stack', { stackName, templateBody: small, parameters: { Words: 'hello' } }, 'SUCCEEDED'],
  [
    'Update it',
    { action: 'update', stackName, templateBody: larger, parameters: { Words: 'hello again' } },
    'SUCCEEDED',
  ],
  ['Make one fail on purpose', { stackName: badName, templateBody: failing }, 'StackFailed'],
  [
    'Delete both at once',
    {
      stacks: [
        { action: 'delete', stackName },
        { action: 'delete', stackName: badName },
      ],
    },
    'SUCCEEDED',
  ],
];

/** The maximum wait for the report after the end of an execution. */
const REPORT_MILLISECONDS = 15_000;

/**
 * Runs `npm run demo:stack`, which starts the service on this computer. The stack creator then creates a stack, updates it,
 * fails to create another stack, and deletes both. The demo shows the steps and the reports, and stops everything before it
 * returns.
 *
 * @param parameters the command-line arguments
 * @returns the exit code: 0 after `--help`, or if each execution ended as expected, its report arrived, and everything was
 *   stopped; otherwise 1
 */
export async function demoStackCreator(parameters: readonly string[]): Promise<number> {
  const exitCode = readDemoOptions(parameters);
  if (exitCode !== undefined) {
    return exitCode;
  }

  let shown = 0;
  const outcome = await runService({
    command: 'npm run demo:stack',
    use: async (service, signal) => {
      const stateMachineArn = await readStackCreatorArn(service.deployment);
      for (const [index, [title, request, ends]] of SCENES.entries()) {
        signal.throwIfAborted();
        console.log(`\n${styled('bold', `${index + 1}. ${title}`)}`);
        shown += (await show(service, stateMachineArn, { name: `demo-${index + 1}`, request, ends })) ? 1 : 0;
      }
    },
  });
  console.log(`\n${shown} of ${SCENES.length} ended as expected`);
  return shown === SCENES.length && outcome === 'done' ? 0 : 1;
}

/**
 * Starts the scene's execution, and shows its steps, result and report. Returns true if the execution ended as expected and its
 * report arrived.
 */
async function show(
  { deployment, machines: { executions }, inbox }: LocalService,
  stateMachineArn: string,
  scene: { readonly name: string; readonly request: object; readonly ends: string },
): Promise<boolean> {
  const input = JSON.stringify(scene.request);
  console.log(`  ${styled('dim', input)}`);
  const { arn } = await executions.start(stateMachineArn, scene.name, input);
  const events = new NewestEvents(deployment.connection, arn);
  const follower = new StackFollower({ executions, events, started: { id: scene.name, executionArn: arn } });
  const { status, error, cause, output } = await follower.untilEnded((step) =>
    console.log(`  ${styled('dim', `${(step.milliseconds / 1_000).toFixed(1).padStart(5)} s`)}  ${describeStep(step)}`),
  );
  const isRight = (error ?? status) === scene.ends;
  const report = await inbox.arrivalOf(scene.name, REPORT_MILLISECONDS);
  const mark = isRight ? styled('green', '✔') : styled('red', '✘');
  console.log(`${mark} The execution ended as ${status}: ${error === undefined ? output : `${error}, ${cause}`}`);
  console.log(report === undefined ? `${styled('red', '✘')} No report arrived.` : describeArrival(report));
  return isRight && report !== undefined;
}

function describeStep(step: StackStep): string {
  switch (step.kind) {
    case 'asked':
      return `asks CloudFormation to ${step.verb} it`;
    case 'status':
      return `sees ${step.stackName} as ${step.status}`;
    case 'unchanged':
      return 'finds nothing to change';
    case 'reading-events':
      return 'reads its events to find out why';
  }
}
