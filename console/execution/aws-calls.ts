import { inSingleQuotes } from '../../core/text/in-single-quotes.ts';

/** An AWS CLI command that repeats an action of the page, or shows the same data. */
export interface AwsCall {
  /** The label of the command: `Start`, `Describe`, `History` or `Schedule`. */
  readonly title: string;
  readonly command: string;
}

/** The values for the commands about an execution. */
export interface CalledExecution {
  readonly arn: string;
  readonly stateMachineArn: string;
  /** The input as JSON text. */
  readonly input: string;
  /** The endpoint of a local AWS. Missing on AWS. */
  readonly endpoint?: string | undefined;
}

/** The schedule that will start a reminder. */
export interface WaitingSchedule {
  /** The name of the schedule group. */
  readonly group: string;
  readonly name: string;
}

/** Quotes a word for `sh`, bash and zsh. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : inSingleQuotes(word);
}

/** Returns a command with each option on a separate line. */
function command(call: string, endpoint: string | undefined, options: Readonly<Record<string, string>>): string {
  const all = Object.entries({ ...options, ...(endpoint && { 'endpoint-url': endpoint }) });
  return [`aws ${call}`, ...all.map(([name, value]) => `  --${name} ${quoted(value)}`)].join(' \\\n');
}

/** Returns the command that starts an execution of a state machine. */
export function startCall({ stateMachineArn, input, endpoint }: Omit<CalledExecution, 'arn'>): AwsCall {
  return {
    title: 'Start',
    command: command('stepfunctions start-execution', endpoint, { 'state-machine-arn': stateMachineArn, input }),
  };
}

/** Returns the commands that describe an execution, read its history, and start another execution with the same input. */
export function awsCalls(execution: CalledExecution): readonly AwsCall[] {
  const { arn, endpoint } = execution;
  return [
    startCall(execution),
    { title: 'Describe', command: command('stepfunctions describe-execution', endpoint, { 'execution-arn': arn }) },
    { title: 'History', command: command('stepfunctions get-execution-history', endpoint, { 'execution-arn': arn }) },
  ];
}

/** Returns the command that shows a schedule. */
export function scheduleCall({ group, name }: WaitingSchedule, endpoint: string | undefined): AwsCall {
  return { title: 'Schedule', command: command('scheduler get-schedule', endpoint, { 'group-name': group, name }) };
}
