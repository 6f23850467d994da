import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { ClientError } from '../../client/failures.ts';
import { readStackCreatorArn } from '../../client/stack-requests/stack-creator-arn.ts';
import { makeStackInput, type StackAction, type StackInput } from '../../client/stack-requests/stack-input.ts';
import { type StartedStackRequest, startStackRequest } from '../../client/stack-requests/start-stack-request.ts';
import { CAPABILITIES, ON_FAILURE, STACK_ACTIONS } from '../../core/stack-request/stack-request-accepted-values.ts';
import { STACK_LIMITS } from '../../core/stack-request/stack-request-limits.ts';
import { collectChoice, collectPair } from '../collect.ts';
import { lookAtStack } from '../command-line.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { explainError, withSentence } from '../explain-error.ts';
import { stackMaybeStarted } from '../failure-words.ts';
import { notEmpty, optionsOf } from '../shared-options.ts';
import { requestFromFlags, type StackFlags } from '../stack/request-from-flags.ts';
import { showSteps } from '../stack/show-steps.ts';
import { printFate } from '../stack/stack-fate.ts';

interface StackOptions extends StackFlags, SharedOptions {
  readonly wait?: boolean;
}

const BEGUN: Readonly<Record<StackAction, string>> = {
  create: 'is being created',
  update: 'is being updated',
  delete: 'is being deleted',
  deploy: 'is being deployed',
};

function minutes(value: string): number {
  if (!/^\d+([.]\d+)?$/.test(value)) {
    throw new InvalidArgumentError('It is not a number of minutes, such as 30.');
  }
  return Number(value);
}

/** Adds the command `remindme stack` to the program. */
export function registerStack(program: Command): void {
  program
    .command('stack')
    .summary('create, update, delete or deploy a CloudFormation stack')
    .description(
      'Let the stack creator create, update or delete a CloudFormation stack; deploy creates it, or updates it if it exists. A report by email says how it ended. The same request while it is running starts nothing more.',
    )
    .addArgument(new Argument('<action>', 'what to do').choices(STACK_ACTIONS))
    .argument('<name>', "the stack's name; the deployment says how it has to begin", notEmpty)
    .option('--template <file>', 'the template, JSON or YAML, or its https URL in Amazon S3', notEmpty)
    .option('--parameter <name=value>', 'a parameter of the template; may be repeated', collectPair)
    .addOption(
      new Option('--capability <name>', 'what the template may do; may be repeated')
        .choices(CAPABILITIES)
        .argParser(collectChoice(CAPABILITIES)), // replaces commander's parser for choices, which keeps only the last value
    )
    .option('--tag <key=value>', 'a tag of the stack; may be repeated', collectPair)
    .option(
      '--deadline <minutes>',
      `how long it is watched (default: ${STACK_LIMITS.defaultDeadlineMinutes}, at most ${STACK_LIMITS.deadlineMinutes})`,
      minutes,
    )
    .addOption(
      new Option('--on-failure <what>', 'what becomes of it if it fails (default: "ROLLBACK")').choices(ON_FAILURE),
    )
    .option('--wait', 'wait until it has ended; the exit code says whether it is as asked for')
    .addHelpText(
      'after',
      `
Examples:
  $ remindme stack create remindme-demo --template demo.yaml --parameter Size=3 --wait
  $ remindme stack deploy remindme-demo --template demo.json --capability CAPABILITY_IAM
  $ remindme stack delete remindme-demo --wait`,
    )
    .action(async (action: StackAction, name: string, _options: unknown, command: Command) => {
      await runStack(action, name, optionsOf<StackOptions>(command));
    });
}

async function runStack(action: StackAction, name: string, options: StackOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption, deployment } = context;
  const input = makeStackInput(context.service, requestFromFlags(action, name, options));
  const [{ Executions }, { NewestEvents }, { StackFollower }] = await Promise.all([
    import('../../client/aws/executions.ts'),
    import('../../client/aws/newest-events.ts'),
    import('../../client/stack-requests/follow-stack-request.ts'),
  ]);
  const executions = new Executions(deployment.connection);
  const look = lookAtStack(name, options);
  const { started, follower } = await terminal.progress(`Asking for ${name}`, async () => {
    const arn = await readStackCreatorArn(deployment);
    interruption.leaves(stackMaybeStarted({ lookAtStack: () => look }, name));
    const started = await startStackRequest(executions, arn, input);
    const events = new NewestEvents(deployment.connection, started.executionArn);
    const follower = new StackFollower({ executions, events, started, action });
    await follower.untilChecked().catch((error: unknown) => {
      if (error instanceof ClientError) {
        throw error;
      }
      terminal.note(`It was started, but cannot be followed: ${explainError(error, options).message}`);
    });
    return { started, follower };
  });
  const goesOn = `The operation continues, and a report by email will follow. The same command follows it again; look with ${look}.`;
  interruption.leaves(goesOn);
  printBegun(context, input.request, started);
  if (options.wait) {
    const ended = await withSentence(showSteps(context, name, follower), goesOn);
    await printFate(context, input.request, ended, follower.progress);
  } else {
    terminal.note(`Follow it with the same command and --wait, or ${look}`);
  }
}

function printBegun(
  context: Context,
  { action, stackName }: StackInput['request'],
  started: StartedStackRequest,
): void {
  const { terminal } = context;
  const { id, executionArn, created } = started;
  if (context.json) {
    terminal.row({ id, action, stackName, executionArn, created });
    return;
  }
  if (context.quiet) {
    terminal.print(id);
    return;
  }
  const outcome = created
    ? `The stack ${stackName} ${BEGUN[action]}. A report by email will follow.`
    : `Nothing more was started: the stack ${stackName} ${BEGUN[action]} already, just so.`;
  terminal.print(`${terminal.paint('green', '✔')} ${outcome}`);
  terminal.print(terminal.paint('dim', `  ${id}`));
}
