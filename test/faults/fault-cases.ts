import { FAULTS, type Fault, type Rule } from './fault-proxy.ts';

/** The AWS calls of each function, keyed by its folder in `lambda/`. */
export const FUNCTION_CALLS = {
  'send-reminder': ['GetParameter', 'Publish'],
  'line-up-email': ['SendMessage', 'GetTopicAttributes', 'PutEvents'],
  'report-failure': ['SendMessage', 'PutEvents'],
  'normalise-file': ['GetObject', 'PutObject'],
  'report-file': ['GetObject', 'HeadObject', 'PutObject', 'SendMessage'],
  // the sweep also makes the calls of `doctor`, which are in COMMAND_CALLS
  'daily-sweep': ['SendMessage'],
  'http-api': [
    'StartExecution',
    'DescribeExecution',
    'ListExecutions',
    'StopExecution',
    'GetSchedule',
    'ListSchedules',
    'CreateSchedule',
    'UpdateSchedule',
    'DeleteSchedule',
  ],
} as const;

/**
 * The AWS calls of each command if nothing fails. Each command also calls GetParameters, unless the result is cached. Only a
 * few commands are tested with faults in this call.
 */
export const COMMAND_CALLS = {
  add: ['GetParameters', 'StartExecution'],
  'add --wait': ['StartExecution', 'DescribeExecution'],
  'add of one due in years': ['GetSchedule', 'StartExecution', 'DescribeExecution'],
  'add of a repeated one': ['CreateSchedule'],
  list: ['ListExecutions', 'ListSchedules', 'GetSchedule'],
  show: ['DescribeExecution', 'GetExecutionHistory'],
  'show of one due in years': ['DescribeExecution', 'GetSchedule'],
  cancel: ['DescribeExecution', 'StopExecution'],
  'cancel of one due in years': ['DescribeExecution', 'GetSchedule', 'DeleteSchedule'],
  move: ['DescribeExecution', 'StartExecution', 'StopExecution'],
  'move of a repeated one': ['DescribeExecution', 'GetSchedule', 'StartExecution', 'UpdateSchedule'],
  'move --all': ['DescribeExecution', 'GetSchedule', 'UpdateSchedule'],
  'edit of a repeated one': ['DescribeExecution', 'GetSchedule', 'UpdateSchedule'],
  pause: ['DescribeExecution', 'GetSchedule', 'UpdateSchedule'],
  resume: ['DescribeExecution', 'GetSchedule', 'UpdateSchedule'],
  skip: ['DescribeExecution', 'GetSchedule', 'UpdateSchedule'],
  'snooze of one that was sent': ['DescribeExecution', 'StartExecution'],
  retry: ['DescribeExecution', 'StartExecution'],
  'retry of one that timed out': ['DescribeExecution', 'RedriveExecution'],
  undelivered: ['ReceiveMessage', 'GetQueueAttributes', 'ChangeMessageVisibilityBatch'],
  'undelivered --send': [
    'ReceiveMessage',
    'GetQueueAttributes',
    'DescribeExecution',
    'StartExecution',
    'DeleteMessage',
  ],
  'undelivered --send of an event': ['ReceiveMessage', 'GetQueueAttributes', 'Invoke', 'DeleteMessage'],
  'undelivered --send of a request': ['ReceiveMessage', 'GetQueueAttributes', 'StartExecution', 'DeleteMessage'],
  import: ['StartExecution'],
  export: ['ListExecutions', 'ListSchedules', 'GetSchedule', 'DescribeExecution'],
  subscribe: ['ListSubscriptionsByTopic', 'Subscribe'],
  unsubscribe: ['ListSubscriptionsByTopic', 'Unsubscribe'],
  subscribers: ['ListSubscriptionsByTopic'],
  doctor: [
    'GetCallerIdentity',
    'GetParameters',
    'DescribeStateMachine',
    'GetTopicAttributes',
    'ListSubscriptionsByTopic',
    'GetMetricStatistics',
    'ListExecutions',
    'GetScheduleGroup',
    'GetQueueAttributes',
    'DescribeAlarms',
    'DescribePipe',
    'GetAccountSettings',
  ],
  'stack delete': ['GetParameters', 'DescribeExecution', 'StartExecution', 'GetExecutionHistory'],
} as const;

/** A command that the tests run with faults. */
export type FaultyCommand = keyof typeof COMMAND_CALLS;

/** How often a call fails in the tests of the function that sends reminders. */
export const OFTEN_OF_FUNCTION = { once: 1, '3 times': 3, always: Number.POSITIVE_INFINITY } as const;
/**
 * How often a call fails in the tests of the HTTP API and of the functions that AWS invokes asynchronously. Lambda runs such a
 * function up to three times.
 */
export const OFTEN_BEHIND = { once: 1, always: Number.POSITIVE_INFINITY } as const;
/**
 * How often a call fails in the tests of an import's functions. The state machine retries a function, and a person can redrive
 * a failed import.
 */
export const OFTEN_OF_IMPORT = { once: 1 } as const;
/** How often a call fails in the tests of a command. A person can run the command again. */
export const OFTEN_OF_COMMAND = { once: 1, always: Number.POSITIVE_INFINITY } as const;

/** Returns a `test.each` row for each combination of a call, a fault and a number of failures. */
export function faultCases<Call extends string>(
  calls: readonly Call[],
  often: Readonly<Record<string, number>>,
): [what: string, rule: Rule & { readonly call: Call }][] {
  return calls.flatMap((call) =>
    (Object.keys(FAULTS) as Fault[]).flatMap((fault) =>
      Object.entries(often).map(([says, times]): [string, Rule & { readonly call: Call }] => [
        `${call}: ${FAULTS[fault].says}, ${says}`,
        { call, fault, times },
      ]),
    ),
  );
}
