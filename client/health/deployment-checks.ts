import { checkAlarms } from './alarms-check.ts';
import { checkConcurrency } from './concurrency-check.ts';
import { checkDroppedEvents } from './dropped-events-check.ts';
import { checkEmails } from './emails-check.ts';
import type { Check } from './finding.ts';
import { checkFunctions } from './functions-check.ts';
import { checkKeptQueue } from './kept-queue-check.ts';
import { checkOpenExecutions } from './open-executions-check.ts';
import { checkOperations } from './operations-check.ts';
import { checkPipe } from './pipe-check.ts';
import { checkSchedules } from './schedules-check.ts';
import { checkStateMachine } from './state-machine-check.ts';
import { checkSubscriptions } from './subscriptions-check.ts';
import { checkTopicUse } from './topic-use-check.ts';
import { checkTopics } from './topics-check.ts';
import { checkUnreported } from './unreported-check.ts';
import { checkWeek } from './week-check.ts';

/** Checks, keyed by name. */
export type Checks = Readonly<Record<string, Check>>;

/**
 * The checks of a deployment's resources, in the order of their findings. `doctor` shows four other findings first.
 * `check-health.ts` runs `credentials`, `region` and `clock`, and `run-checks.ts` runs `parameters`.
 */
export const CHECKS: Checks = {
  'machine sns': checkStateMachine('sns'),
  'machine lambda': checkStateMachine('lambda'),
  topic: checkTopics,
  'topic in use': checkTopicUse,
  subscriptions: checkSubscriptions,
  'open executions': checkOpenExecutions,
  schedules: checkSchedules,
  unreported: checkUnreported,
  functions: checkFunctions,
  'dropped events': checkDroppedEvents,
  concurrency: checkConcurrency,
  'email pipe': checkPipe,
  emails: checkEmails,
  'undelivered queue': checkKeptQueue('undelivered'),
  'unhandled events': checkKeptQueue('unhandled'),
  alarms: checkAlarms,
  operations: checkOperations,
};

/**
 * The names of the daily sweep's checks. These checks find messages that are lost, undelivered or at risk, and problems that
 * alarms report only once or not at all. The other checks show properties that rarely change, or only explain another finding.
 * If the sweep ran them, it would email the same findings every day.
 */
const SWEPT: readonly string[] = [
  'subscriptions',
  'open executions',
  'schedules',
  'unreported',
  'dropped events',
  'email pipe',
  'emails',
  'undelivered queue',
  'unhandled events',
  'operations',
];

/** The checks that the sweep runs every day, in the order of their findings. */
export const DAILY: Checks = Object.fromEntries(Object.entries(CHECKS).filter(([name]) => SWEPT.includes(name)));

/** The checks that the sweep runs once a week: a summary of the last week, then the daily checks. */
export const WEEKLY: Checks = { 'last week': checkWeek, ...DAILY };
