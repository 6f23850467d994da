import { FAULTS, type Fault, type Rule } from './fault-proxy.ts';

/** The calls of AWS that each function makes, by its folder in `lambda/`. */
export const FUNCTION_CALLS = {
  'send-reminder': ['GetParameter', 'Publish'],
  'line-up-email': ['SendMessage', 'GetTopicAttributes'],
  'report-failure': ['SendMessage'],
} as const;

/**
 * The calls of AWS that each command makes if nothing fails. Every command begins with GetParameters, unless it has its answer
 * cached; here it is listed for a few.
 */
export const COMMAND_CALLS = {
  add: ['GetParameters', 'StartExecution'],
  'add --wait': ['StartExecution', 'DescribeExecution'],
  list: ['ListExecutions'],
  show: ['DescribeExecution', 'GetExecutionHistory'],
  cancel: ['DescribeExecution', 'StopExecution'],
  move: ['DescribeExecution', 'StartExecution', 'StopExecution'],
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
    'GetQueueAttributes',
    'DescribeAlarms',
    'DescribePipe',
    'GetAccountSettings',
  ],
  'stack delete': ['GetParameters', 'DescribeExecution', 'StartExecution', 'GetExecutionHistory'],
} as const;

/** A command that the tests run with faults. */
export type FaultyCommand = keyof typeof COMMAND_CALLS;

/** How many times a call of the function that sends fails. */
export const OFTEN_OF_FUNCTION = { once: 1, '3 times': 3, always: Number.POSITIVE_INFINITY } as const;
/** How many times a call of a function behind the reminders fails: Lambda tries the function three times. */
export const OFTEN_BEHIND = { once: 1, always: Number.POSITIVE_INFINITY } as const;
/** How many times a call of a command fails; a person can run the command again. */
export const OFTEN_OF_COMMAND = { once: 1, always: Number.POSITIVE_INFINITY } as const;

/** Returns every fault of some calls, as rows for `test.each`. */
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
