import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';

/** The fields of a schedule in GetSchedule, CreateSchedule and UpdateSchedule. */
export interface ScheduleFields {
  readonly ScheduleExpression?: string;
  readonly ScheduleExpressionTimezone?: string;
  /** In seconds since the epoch, like `EndDate`. */
  readonly StartDate?: number;
  readonly EndDate?: number;
  readonly State?: string;
  readonly FlexibleTimeWindow?: object;
  readonly ActionAfterCompletion?: string;
  readonly Description?: string;
  readonly KmsKeyArn?: string;
  readonly Target?: {
    readonly Arn?: string;
    readonly RoleArn?: string;
    readonly DeadLetterConfig?: object;
    readonly RetryPolicy?: object;
    readonly Input?: string;
  };
  /**
   * In seconds since the epoch, like `LastModificationDate`. CreateSchedule and UpdateSchedule do not accept these two fields.
   */
  readonly CreationDate?: number;
  readonly LastModificationDate?: number;
}

/** A schedule that starts executions of a reminder's state machine. */
export interface ReminderSchedule {
  readonly name: string;
  readonly stateMachineArn: string;
  /** The name of the execution that the schedule starts. Missing if EventBridge Scheduler chooses the name. */
  readonly executionName?: string;
  /** The input of the execution that the schedule starts. */
  readonly input: string;
  /** When the schedule was created, in milliseconds since the epoch. */
  readonly createdAt: number;
  /** The times of a recurring schedule. Missing if the schedule starts only one execution. */
  readonly recurrence?: Recurrence;
}

/** The times at which a recurring schedule starts executions. */
export interface Recurrence {
  /** The schedule expression, such as `cron(0 9 ? * MON-FRI *)`. */
  readonly cron: string;
  /** The IANA time zone of the expression. */
  readonly zone: string;
  /** The schedule's start date, as RFC 3339 in UTC. Missing if it has none. */
  readonly start?: string;
  /** The schedule's end date, as RFC 3339 in UTC. Missing if it has none. */
  readonly end?: string;
  readonly isPaused: boolean;
  /** When the schedule was last changed, in milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** All fields of the schedule, because UpdateSchedule replaces all of them. */
  readonly fields: ScheduleFields;
}

/** The role and the dead-letter queue of a schedule that starts executions. */
export interface ScheduleTarget {
  /** The role that EventBridge Scheduler assumes. */
  readonly roleArn: string;
  /** The dead-letter queue for executions that EventBridge Scheduler cannot start. */
  readonly deadLetterQueueArn: string;
}

/** The parts of a schedule that differ between repeated reminders. */
export interface RecurringSchedule extends Pick<Recurrence, 'cron' | 'zone' | 'start' | 'end'> {
  /** The input of each execution. */
  readonly input: string;
}

const STATE_MACHINE = /^arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:]+$/;

const seconds = (instant: string) => Date.parse(instant) / 1_000;
const instant = (seconds: number) => new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z');

/** Returns a schedule's expression, time zone, start date and end date. */
function timing({ cron, zone, start, end }: Omit<RecurringSchedule, 'input'>): ScheduleFields {
  return {
    ScheduleExpression: cron,
    ScheduleExpressionTimezone: zone,
    // EventBridge Scheduler refuses a start date more than five minutes in the past, even if an update does not change it
    ...(start !== undefined && Date.parse(start) > Date.now() && { StartDate: seconds(start) }),
    ...(end !== undefined && { EndDate: seconds(end) }),
  };
}

/** Returns the fields of a new recurring schedule. */
export function makeFields(
  stateMachineArn: string,
  { roleArn, deadLetterQueueArn }: ScheduleTarget,
  schedule: RecurringSchedule,
  isPaused = false,
): ScheduleFields {
  return {
    ...timing(schedule),
    State: isPaused ? 'DISABLED' : 'ENABLED',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: stateMachineArn,
      RoleArn: roleArn,
      DeadLetterConfig: { Arn: deadLetterQueueArn },
      RetryPolicy: { MaximumEventAgeInSeconds: REMINDER_LIMITS.secondsToStartOccurrence, MaximumRetryAttempts: 185 },
      Input: schedule.input,
    },
  };
}

/** The changes to a recurring schedule. A missing field changes nothing. */
export interface ScheduleChange {
  readonly isPaused?: boolean;
  readonly schedule?: RecurringSchedule;
}

/** Returns all fields of a schedule, with the given change applied. */
export function changeFields(
  { cron, zone, start, end, isPaused, fields }: Recurrence,
  input: string,
  change: ScheduleChange,
): ScheduleFields {
  const { FlexibleTimeWindow, ActionAfterCompletion, Description, KmsKeyArn, Target } = fields;
  const schedule = change.schedule ?? { cron, zone, start, end, input };
  return {
    ...timing(schedule),
    State: (change.isPaused ?? isPaused) ? 'DISABLED' : 'ENABLED',
    FlexibleTimeWindow,
    ActionAfterCompletion,
    Description,
    KmsKeyArn,
    Target: { ...Target, Input: schedule.input },
  };
}

/**
 * Reads a schedule that starts a reminder's executions. Returns `undefined` for any other schedule, for example one that a user
 * created in the group.
 */
export function readSchedule(name: string, fields: ScheduleFields): ReminderSchedule | undefined {
  const { CreationDate = 0, Target: { Arn = '', Input } = {} } = fields;
  const createdAt = CreationDate * 1_000;
  if (STATE_MACHINE.test(Arn)) {
    const recurrence = readRecurrence(fields);
    return recurrence && { name, stateMachineArn: Arn, input: Input ?? '', createdAt, recurrence };
  }
  try {
    const { StateMachineArn, Name, Input: input } = JSON.parse(Input ?? 'null') as Readonly<Record<string, unknown>>;
    return typeof StateMachineArn === 'string' && typeof input === 'string'
      ? { name, stateMachineArn: StateMachineArn, executionName: String(Name ?? name), input, createdAt }
      : undefined;
  } catch {
    return undefined;
  }
}

function readRecurrence(fields: ScheduleFields): Recurrence | undefined {
  const { ScheduleExpression: cron = '', ScheduleExpressionTimezone: zone = 'UTC', StartDate, EndDate } = fields;
  return cron.startsWith('cron(')
    ? {
        cron,
        zone,
        ...(StartDate !== undefined && { start: instant(StartDate) }),
        ...(EndDate !== undefined && { end: instant(EndDate) }),
        isPaused: fields.State === 'DISABLED',
        modifiedAt: (fields.LastModificationDate ?? 0) * 1_000,
        fields,
      }
    : undefined;
}
