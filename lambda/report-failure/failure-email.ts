import { ERRORS } from '../../core/naming/error-names.ts';
import { physicalNames, VIAS } from '../../core/naming/physical-names.ts';
import { readExecutionName, withoutSuffix } from '../../core/reminder/execution-name.ts';
import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { QueuedEmail } from '../kit/throttled-queue.ts';
import { oneLine } from './one-line.ts';

/**
 * The parts of the event "Step Functions Execution Status Change" that the function reads (AWS Step Functions Developer Guide).
 */
export interface ExecutionEvent {
  readonly id: string;
  readonly 'detail-type': 'Step Functions Execution Status Change';
  readonly detail: {
    readonly executionArn: string;
    readonly stateMachineArn: string;
    readonly name: string;
    readonly status: string;
    readonly error?: string | null;
    readonly cause?: string | null;
    /** The execution's input as text. Missing or null if the input is large. */
    readonly input?: string | null;
    /** The start of the execution in milliseconds since the epoch. */
    readonly startDate?: number | null;
  };
}

/** Options of {@link failureEmail}. */
export interface FailureEmailOptions {
  /** The service's name. */
  readonly service: string;
  /** The URL or path of the runbook. */
  readonly runbook: string;
}

const ERROR_CHARACTERS = 200;
/**
 * The maximum length of a cause in an email, in characters. Step Functions allows 32,768, but a longer cause is hard to read.
 */
const CAUSE_CHARACTERS = 2_000;

const CONSOLE_DOMAINS: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/**
 * Returns a reminder's due time as RFC 3339 in UTC. Reads it from the execution's name if `remindme` made the name, otherwise
 * from the input. Returns `undefined` if neither contains it.
 */
export function dueAtOf({ name, input, startDate }: ExecutionEvent['detail']): string | undefined {
  const dueInName = readExecutionName(withoutSuffix(name))?.due;
  if (dueInName !== undefined) {
    return formatInstant(dueInName);
  }
  if (typeof startDate !== 'number') {
    return undefined;
  }
  try {
    const verdict = checkReminderRequest(JSON.parse(input ?? ''), startDate);
    return 'problem' in verdict ? undefined : verdict.dueAt;
  } catch {
    return undefined; // the input is missing or not JSON
  }
}

function fateOf(status: string): string {
  return status === 'TIMED_OUT' ? 'has timed out' : status === 'ABORTED' ? 'was aborted' : 'has failed';
}

/** The parts of the email that depend on the state machine. */
interface Steps {
  readonly what: string;
  /** The anchor of the section in the runbook. Missing if the runbook has no section. */
  readonly section?: string;
  readonly nextSteps: string;
}

const reminderSteps = ({ status, error }: ExecutionEvent['detail'], reminder: string): Steps => {
  const heading = status === 'FAILED' ? 'Send it again' : 'Continue it';
  const again =
    error === ERRORS.notScheduled
      ? 'Then add it again with an earlier due time.'
      : `${heading}:\nnpx remindme retry ${reminder}`;
  return {
    what: 'a reminder was not sent',
    section: 'reminders-that-were-not-sent',
    nextSteps: `See what it was:\nnpx remindme show ${reminder}\n\n${again}`,
  };
};

/** Returns the commands that start an execution again with its input. */
const startAgain = (heading: string, { executionArn, stateMachineArn }: ExecutionEvent['detail'], region: string) =>
  `${heading}:\naws stepfunctions describe-execution --query input --output text --region ${region} --execution-arn ${executionArn} | tee request.json\naws stepfunctions start-execution --input file://request.json --region ${region} --state-machine-arn ${stateMachineArn}`;

const stackSteps = (detail: ExecutionEvent['detail'], region: string): Steps => ({
  what: 'a request to the stack creator was not carried out',
  section: 'the-stack-creator-has-failed',
  nextSteps: startAgain('Correct the request, then ask again', detail, region),
});

const importSteps = ({ executionArn }: ExecutionEvent['detail'], region: string): Steps => ({
  what: 'a file was not imported',
  section: 'files-that-were-not-imported',
  nextSteps: `Fix the cause, then continue it, which starts nothing twice:\naws stepfunctions redrive-execution --region ${region} --execution-arn ${executionArn}`,
});

/** Returns the email's parts for a state machine that waits, and then decides whether to start a reminder. */
const waitSteps = (detail: ExecutionEvent['detail'], region: string): Steps => ({
  what: 'a reminder was not started',
  section: 'reminders-that-were-not-started',
  nextSteps: startAgain('Start it again', detail, region),
});

/** Returns the email's parts for a state machine that does not belong to the service. */
const otherSteps = (detail: ExecutionEvent['detail'], region: string): Steps => ({
  what: 'a state machine did not finish',
  nextSteps: startAgain('Fix the cause, then start it again', detail, region),
});

/**
 * Returns the email to operators about a failed execution. It describes what happened, and contains the commands that show the
 * execution and start it again or continue it. The email contains no value from the input except the due time.
 */
export function failureEmail({ detail }: ExecutionEvent, { service, runbook }: FailureEmailOptions): QueuedEmail {
  const { executionArn, name, status, error, cause } = detail;
  // arn:aws:states:<region>:<account>:execution:<state machine>:<name>
  const [, partition = '', , region = '', , , machine = ''] = executionArn.split(':');
  const { stateMachines } = physicalNames(service);
  const due = dueAtOf(detail);
  const via = VIAS.find((each) => stateMachines[each] === machine);
  const { what, section, nextSteps } = via
    ? reminderSteps(detail, `${withoutSuffix(name)} --via ${via} --service ${service} --region ${region}`)
    : machine === stateMachines.stackCreator
      ? stackSteps(detail, region)
      : machine === stateMachines.importFile
        ? importSteps(detail, region)
        : machine === stateMachines.ringingAlarm || machine === stateMachines.expiringObject
          ? waitSteps(detail, region)
          : otherSteps(detail, region);
  const console = `https://${region}.${CONSOLE_DOMAINS[partition] ?? 'console.aws.amazon.com'}`;
  const message = `${what.charAt(0).toUpperCase()}${what.slice(1)}: its execution ${fateOf(status)}.

${via ? `Due: ${due ? `${due.slice(0, 19).replace('T', ' ')} UTC` : 'not known'}\n` : ''}Error: ${oneLine(error, ERROR_CHARACTERS)}
Cause: ${oneLine(cause, CAUSE_CHARACTERS)}
Execution: ${name} of ${machine}

${nextSteps}

Look at it: ${console}/states/home?region=${region}#/v2/executions/details/${executionArn}
${section === undefined ? '' : `What to do: ${runbook}#${section}\n`}`;
  return { subject: `${service}: ${what}`, message };
}
