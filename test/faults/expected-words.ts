import type { FaultyCommand } from './fault-cases.ts';
import { FAULTS, type Fault, type Rule } from './fault-proxy.ts';

const NO_ANSWER = 'Nothing answers at the endpoint';
const SEE_DOCTOR = 'Run remindme doctor to see what is wrong.';
/** The advice of doctor. */
const SEE_AWS = 'Try again in a minute; https://health.aws.amazon.com shows whether AWS has trouble.';
const START_AWS = 'Start the local AWS with npm start, or unset AWS_ENDPOINT_URL.';

/** The sentence for each fault that does not pass: the reason and what to do. */
const REASONS: Readonly<Record<Exclude<Fault, 'slow'>, string>> = {
  throttled: 'AWS asks to slow down and did so 3 times. Try again in a minute.',
  serverError: `AWS answered InternalError: An error on the server. ${SEE_DOCTOR}`,
  reset: `${NO_ANSWER}: read ECONNRESET. ${START_AWS}`,
  silent: `${NO_ANSWER}: no answer came within 20 s. ${START_AWS}`,
  wrongContent:
    'Something other than AWS answers at the endpoint, perhaps a proxy or the login page of a network. Log in there, or correct AWS_ENDPOINT_URL, then try again.',
  cut: `${NO_ANSWER}: aborted. ${START_AWS}`,
  lostAnswer: `${NO_ANSWER}: read ECONNRESET. ${START_AWS}`,
};

/** Faults after which it is unknown whether AWS did the call. */
const UNKNOWN: readonly Fault[] = ['serverError', 'reset', 'silent', 'cut', 'lostAnswer'];

const SENT_ONCE = 'It may be sent again as <id> already: doing this once more does not send it twice.';

const STACK_ONCE =
  'It may have been started. The same command does not start it twice; look with aws cloudformation describe-stack-events --stack-name <stack>.';

/** What follows the reason if AWS may have done the call. */
const MAYBE_DONE: Readonly<Record<string, string>> = {
  'add StartExecution': 'It may have been started: look with remindme show <id> before you add it again.',
  'add --wait StartExecution': 'It may have been started: look with remindme show <id> before you add it again.',
  'move StartExecution':
    '<id> is still pending, <id> may have been started too: look with remindme list, and cancel one.',
  'retry StartExecution': SENT_ONCE,
  'retry of one that timed out RedriveExecution':
    '<id> may continue already: doing this once more does not send it twice.',
  'undelivered --send StartExecution': SENT_ONCE,
  'stack delete StartExecution': STACK_ONCE,
};

/** What follows the reason, whatever the fault. */
const IN_ANY_CASE: Readonly<Record<string, string>> = {
  'add --wait DescribeExecution': 'The reminder stays pending all the same: look with remindme show <id>.',
  'move StopExecution': '<id> and <id> may both be pending: run remindme cancel <id>.',
};

/** Calls after which the command continues with the next reminder, so the report names the reminder. */
const OF_ONE_REMINDER = ['DescribeExecution', 'StartExecution', 'DeleteMessage'].map(
  (call) => `undelivered --send ${call}`,
);

/** What precedes the reason if the command succeeds all the same. */
const NOTES: Readonly<Record<string, string>> = {
  'undelivered ChangeMessageVisibilityBatch': 'They are out of sight for another minute',
  'stack delete GetExecutionHistory': 'It was started, but cannot be followed',
};

/** The checks of doctor that make each call. A single fault hits any of them. */
const CHECKS: Readonly<Record<string, string>> = {
  GetCallerIdentity: 'credentials',
  GetParameters: 'parameters',
  DescribeStateMachine: 'machine sns|machine lambda|topic in use',
  GetTopicAttributes: 'topic',
  ListSubscriptionsByTopic: 'subscriptions|operations',
  GetMetricStatistics: 'open executions|functions|emails',
  ListExecutions: 'open executions',
  GetQueueAttributes: 'emails|undelivered queue|unhandled events',
  DescribeAlarms: 'topic in use|alarms',
  DescribePipe: 'email pipe|emails',
  GetAccountSettings: 'concurrency',
};

/** Removes from a report what depends on the run and on the service. */
export function comparable(reported: string | undefined): string | undefined {
  return reported
    ?.replaceAll(/http:\S+, where AWS_ENDPOINT_URL points/g, 'the endpoint')
    .replaceAll(/(?<=--stack-name )\S+?(?=[.]?$)/g, '<stack>')
    .replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{16}(-\d)?/g, '<id>')
    .replaceAll(/ --service [a-z0-9-]*[a-z0-9]/g, '')
    .replace(/Internal(ServerError|ErrorException)/, 'InternalError');
}

/** Returns the reports that are right, word by word, as {@link comparable} returns them. */
export function expectedWords(command: FaultyCommand, { call, fault, times }: Rule): readonly (string | undefined)[] {
  const isLost = FAULTS[fault].done && fault !== 'slow';
  const key = `${command} ${call}`;
  if (times === 1 && isLost && call === 'ReceiveMessage') {
    return [
      'None is in sight, but about 1 is in the queue, out of sight while somebody reads: look again in a minute.',
      undefined, // it was the answer about unhandled events, of which there are none
    ];
  }
  // a single fault is not enough to fail, unless something other than AWS answers
  const isTriedAgain = fault === 'slow' || (times === 1 && fault !== 'wrongContent');
  // after a stop the command looks at the reminder in any case
  if (isTriedAgain || (call === 'StopExecution' && isLost)) {
    return [undefined];
  }
  const reason = REASONS[fault];
  if (NOTES[key] !== undefined) {
    return [`${NOTES[key]}: ${reason}`];
  }
  if (command === 'doctor') {
    return (CHECKS[call] ?? '').split('|').map((check) => `exit 1: ${check}: ${reason.replace(SEE_DOCTOR, SEE_AWS)}`);
  }
  const beside = IN_ANY_CASE[key] ?? (UNKNOWN.includes(fault) ? MAYBE_DONE[key] : undefined);
  const which = OF_ONE_REMINDER.includes(key) ? '<id>: ' : '';
  return [`exit 1: ${which}${reason}${beside ? ` ${beside}` : ''}`];
}
