import type { FaultyCommand } from './fault-cases.ts';
import { FAULTS, type Fault, type Rule } from './fault-proxy.ts';

const NO_ANSWER = 'Nothing answers at the endpoint';
const SEE_DOCTOR = 'Run remindme doctor to see what is wrong.';
/** The next step in a report of `doctor`, instead of SEE_DOCTOR. */
const SEE_AWS = 'Try again in a minute; https://health.aws.amazon.com shows whether AWS has trouble.';
const START_AWS = 'Start the local AWS with npm start, or unset AWS_ENDPOINT_URL.';

/** The reason and the next step that a command reports for a permanent fault. */
const REASONS: Readonly<Record<Exclude<Fault, 'slow'>, string>> = {
  throttled: 'AWS throttled the request 3 times. Try again in a minute.',
  serverError: `AWS answered InternalError: An error on the server. ${SEE_DOCTOR}`,
  reset: `${NO_ANSWER}: read ECONNRESET. ${START_AWS}`,
  silent: `${NO_ANSWER}: no answer came within 20 s. ${START_AWS}`,
  wrongContent:
    'Something other than AWS answers at the endpoint, perhaps a proxy or the login page of a network. Log in there, or correct AWS_ENDPOINT_URL, then try again.',
  cut: `${NO_ANSWER}: aborted. ${START_AWS}`,
  lostAnswer: `${NO_ANSWER}: read ECONNRESET. ${START_AWS}`,
};

/** The faults after which a command cannot know whether AWS carried out the call. */
const UNKNOWN: readonly Fault[] = ['serverError', 'reset', 'silent', 'cut', 'lostAnswer'];

const SENT_ONCE = 'It may be sent again as <id> already: doing this once more does not send it twice.';

const STACK_ONCE =
  'It may have been started. The same command does not start it twice; look with aws cloudformation describe-stack-events --stack-name <stack>.';

/** What a command adds to the reason if AWS may have carried out the call, keyed by the command and the call. */
const MAYBE_DONE: Readonly<Record<string, string>> = {
  'add StartExecution': 'It may have been started: look with remindme show <id> before you add it again.',
  'add of one due in years StartExecution':
    'It may have been started: look with remindme show <id> before you add it again.',
  'add of a repeated one CreateSchedule':
    'It may have been started: look with remindme show <id> before you add it again.',
  'add --wait StartExecution': 'It may have been started: look with remindme show <id> before you add it again.',
  'move StartExecution':
    '<id> is still pending, <id> may have been started too: look with remindme list, and cancel one.',
  'move of a repeated one StartExecution':
    'It may have been started: look with remindme show <id> before you add it again.',
  'move --all UpdateSchedule': '<id> may have been changed: look with remindme show <id>.',
  'edit of a repeated one UpdateSchedule': '<id> may have been changed: look with remindme show <id>.',
  'pause UpdateSchedule': '<id> may have been changed: look with remindme show <id>.',
  'resume UpdateSchedule': '<id> may have been changed: look with remindme show <id>.',
  'skip UpdateSchedule': '<id> may have been changed: look with remindme show <id>.',
  'snooze of one that was sent StartExecution':
    'It may have been started: look with remindme show <id> before you add it again.',
  'retry StartExecution': SENT_ONCE,
  'retry of one that timed out RedriveExecution':
    '<id> may continue already: doing this once more does not send it twice.',
  'undelivered --send StartExecution': SENT_ONCE,
  'undelivered --send of a request StartExecution': SENT_ONCE,
  'stack delete StartExecution': STACK_ONCE,
};

/** What a command adds to the reason after any fault, keyed by the command and the call. */
const IN_ANY_CASE: Readonly<Record<string, string>> = {
  'import StartExecution': 'Run the same command again: it continues where it stopped, and starts nothing twice.',
  'add of one due in years DescribeExecution':
    'It may have been started: look with remindme show <id> before you add it again.',
  'add --wait DescribeExecution': 'The reminder is still pending: see it with remindme show <id>.',
  'move of a repeated one UpdateSchedule':
    '<id> is pending, and <id> may still be due on <time> too: look with remindme show <id>.',
  'move StopExecution': '<id> and <id> may both be pending: run remindme cancel <id>.',
};

/** If one of these calls fails, the command continues with the next message, and reports the id of the failed one. */
const OF_ONE_REMINDER = [
  ...['DescribeExecution', 'StartExecution', 'DeleteMessage'].map((call) => `undelivered --send ${call}`),
  ...['Invoke', 'DeleteMessage'].map((call) => `undelivered --send of an event ${call}`),
  ...['StartExecution', 'DeleteMessage'].map((call) => `undelivered --send of a request ${call}`),
];

/** The beginning of the note that a command prints if it succeeds in spite of the fault. The reason follows. */
const NOTES: Readonly<Record<string, string>> = {
  'undelivered ChangeMessageVisibilityBatch': 'They stay hidden for another minute',
  'stack delete GetExecutionHistory': 'It was started, but cannot be followed',
};

/** The checks of `doctor` that make a call, keyed by the call. A single fault can affect any one of them. */
const CHECKS: Readonly<Record<string, string>> = {
  GetCallerIdentity: 'credentials',
  GetParameters: 'parameters',
  DescribeStateMachine: 'machine sns|machine lambda|topic in use',
  GetTopicAttributes: 'topic',
  ListSubscriptionsByTopic: 'subscriptions|operations',
  GetMetricStatistics: 'open executions|functions|emails',
  ListExecutions: 'open executions',
  GetScheduleGroup: 'schedules',
  GetQueueAttributes: 'emails|undelivered queue|unhandled events',
  DescribeAlarms: 'topic in use|alarms',
  DescribePipe: 'email pipe|emails',
  GetAccountSettings: 'concurrency',
};

/** Returns a report with placeholders for the parts that differ between runs and between services. */
export function comparable(reported: string | undefined): string | undefined {
  return reported
    ?.replaceAll(/http:\S+, where AWS_ENDPOINT_URL points/g, 'the endpoint')
    .replaceAll(/(?<=--stack-name )\S+?(?=[.]?$)/g, '<stack>')
    .replaceAll(/(\d{8}T\d{6}Z-[0-9a-f]{16}|[0-9a-f]{8}-[-0-9a-f]{27})(-\d)?|event-0/g, '<id>')
    .replaceAll(/\d{4}(-\d\d){2}T(\d\d:){2}\d\dZ/g, '<time>')
    .replaceAll(/ --service [a-z0-9-]*[a-z0-9]/g, '')
    .replace(/Internal(ServerError|ErrorException)/, 'InternalError');
}

/** Returns the accepted reports in the form that {@link comparable} returns. `undefined` means that nothing is reported. */
export function expectedWords(command: FaultyCommand, { call, fault, times }: Rule): readonly (string | undefined)[] {
  const isLost = FAULTS[fault].done && fault !== 'slow';
  const key = `${command} ${call}`;
  if (times === 1 && isLost && call === 'ReceiveMessage') {
    return [
      'None is visible, but about 1 is in the queue, hidden while another consumer processes it: try again in a minute.',
      undefined, // the fault affected the call that receives unhandled events, of which there are none
    ];
  }
  // the command retries a call after a single fault, unless something other than AWS has responded
  const isTriedAgain = fault === 'slow' || (times === 1 && fault !== 'wrongContent');
  // the response to Invoke has no body that could be cut off in the middle
  const isWhole = fault === 'cut' && call === 'Invoke';
  // if the response to StopExecution is lost, the command describes the execution, and finds that it has been stopped
  if (isTriedAgain || isWhole || (call === 'StopExecution' && isLost)) {
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
