import { inSingleQuotes } from '../../core/text/in-single-quotes.ts';

/** A call of the AWS CLI that does or shows the same as the page. */
export interface AwsCall {
  /** What the call does: `Start it again`. */
  readonly title: string;
  readonly command: string;
}

/** What the calls of an execution name. */
export interface CalledExecution {
  readonly arn: string;
  readonly stateMachineArn: string;
  /** The input as JSON text. */
  readonly input: string;
  /** The endpoint of a local AWS. Missing on AWS. */
  readonly endpoint?: string | undefined;
}

/** Quotes a word for `sh`, bash and zsh. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : inSingleQuotes(word);
}

/** Returns a command with each option on a line of its own. */
function command(call: string, endpoint: string | undefined, options: Readonly<Record<string, string>>): string {
  const all = Object.entries({ ...options, ...(endpoint && { 'endpoint-url': endpoint }) });
  return [`aws stepfunctions ${call}`, ...all.map(([name, value]) => `  --${name} ${quoted(value)}`)].join(' \\\n');
}

/** Returns the call that starts an execution of a state machine. */
export function startCall({ stateMachineArn, input, endpoint }: Omit<CalledExecution, 'arn'>): AwsCall {
  return {
    title: 'Start',
    command: command('start-execution', endpoint, { 'state-machine-arn': stateMachineArn, input }),
  };
}

/** Returns the calls that start an execution with the same input, describe an execution, and read its history. */
export function awsCalls(execution: CalledExecution): readonly AwsCall[] {
  const { arn, endpoint } = execution;
  return [
    startCall(execution),
    { title: 'Describe', command: command('describe-execution', endpoint, { 'execution-arn': arn }) },
    { title: 'History', command: command('get-execution-history', endpoint, { 'execution-arn': arn }) },
  ];
}
