import { physicalNames, VIAS } from '../../core/naming/physical-names.ts';
import { CONTROL_CHARACTER } from '../../core/text/control-characters.ts';
import { SHOWN } from '../../core/text/show-value.ts';
import type { QueuedEmail } from '../kit/throttled-queue.ts';

/** The event "Step Functions Execution Status Change" (AWS Step Functions Developer Guide), as far as it is read here. */
export interface ExecutionEvent {
  readonly id: string;
  readonly detail: {
    readonly executionArn: string;
    readonly stateMachineArn: string;
    readonly name: string;
    readonly status: string;
    readonly error?: string | null;
    readonly cause?: string | null;
    /** The execution's input as text; missing if it is large. */
    readonly input?: string | null;
    /** Milliseconds since the epoch. */
    readonly startDate?: number | null;
  };
}

/** What an email says about the deployment. */
export interface FailureEmailOptions {
  /** The service's name. */
  readonly service: string;
  /** Address of the runbook. */
  readonly runbook: string;
}

const ERROR_CHARACTERS = 200;
/** Step Functions allows a cause of 32,768 characters; more than this helps nobody. */
const CAUSE_CHARACTERS = 2_000;

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');
const DUE_IN_NAME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-/;

const CONSOLE_DOMAINS: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** One line of a text, shortened, without control characters. */
function oneLine(text: unknown, characters: number): string {
  const all = Array.from(typeof text === 'string' ? text.replace(CONTROL, ' ') : 'none');
  return all.slice(0, characters).join('') + (all.length > characters ? '…' : '');
}

/** When the reminder was due: from the execution's name if `remindme` made it, else from the input. */
function dueOf({ name, input, startDate }: ExecutionEvent['detail']): string | undefined {
  const [, year, month, day, hour, minute, second] = DUE_IN_NAME.exec(name) ?? [];
  if (year) {
    return `${year}-${month}-${day} ${hour}:${minute}:${second} UTC`;
  }
  const { timestamp, seconds } = fieldsOf(input);
  if (typeof timestamp === 'string') {
    return oneLine(timestamp, SHOWN.characters);
  }
  const due =
    typeof seconds === 'number' && typeof startDate === 'number' ? new Date(startDate + seconds * 1_000) : undefined;
  return due && !Number.isNaN(due.getTime()) ? `${due.toISOString().slice(0, 19).replace('T', ' ')} UTC` : undefined;
}

function fieldsOf(input: string | null | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(input ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // no JSON, or left out
  }
}

function fateOf(status: string): string {
  return status === 'TIMED_OUT' ? 'has timed out' : status === 'ABORTED' ? 'was aborted' : 'has failed';
}

/**
 * Describes a failed execution for operators: what happened, and the commands that show it and send it again. Of the
 * input it repeats only the due time.
 */
export function failureEmail({ detail }: ExecutionEvent, { service, runbook }: FailureEmailOptions): QueuedEmail {
  const { executionArn, stateMachineArn, name, status, error, cause } = detail;
  // arn:aws:states:<region>:<account>:execution:<state machine>:<name>
  const [, partition = '', , region = '', , , machine = ''] = executionArn.split(':');
  const { stateMachines } = physicalNames(service);
  const via = VIAS.find((each) => stateMachines[each] === machine);
  const what = via ? 'a reminder was not sent' : 'a request to the stack creator was not carried out';
  const reminder = `${name} --via ${via} --service ${service} --region ${region}`;
  const nextSteps = via
    ? `See what it was:\nnpx remindme show ${reminder}\n\n${status === 'FAILED' ? 'Send it again' : 'Continue it'}:\nnpx remindme retry ${reminder}`
    : `Correct the request, then ask again:\naws stepfunctions describe-execution --query input --output text --region ${region} --execution-arn ${executionArn} | tee request.json\naws stepfunctions start-execution --input file://request.json --region ${region} --state-machine-arn ${stateMachineArn}`;
  const console = `https://${region}.${CONSOLE_DOMAINS[partition] ?? 'console.aws.amazon.com'}`;
  const section = via ? 'reminders-that-were-not-sent' : 'the-stack-creator-has-failed';
  const message = `${what.charAt(0).toUpperCase()}${what.slice(1)}: its execution ${fateOf(status)}.

${via ? `Due: ${dueOf(detail) ?? 'not known'}\n` : ''}Error: ${oneLine(error, ERROR_CHARACTERS)}
Cause: ${oneLine(cause, CAUSE_CHARACTERS)}
Execution: ${name} of ${machine}

${nextSteps}

Look at it: ${console}/states/home?region=${region}#/v2/executions/details/${executionArn}
What to do: ${runbook}#${section}
`;
  return { subject: `${service}: ${what}`, message };
}
