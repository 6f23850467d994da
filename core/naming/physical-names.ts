/** The two ways to send a reminder. Each has its own state machine. */
export const VIAS = ['sns', 'lambda'] as const;

/** One of {@link VIAS}. */
export type Via = (typeof VIAS)[number];

/** The `detail-type` of the event that runs the daily sweep. It identifies the event in the queue of unhandled events. */
export const SWEEP_EVENT = 'Daily Sweep';

/** The `detail-type` of each event on the bus: a request for a reminder, or one of the two possible results. */
export const EVENT_TYPES = {
  requested: 'Reminder Requested',
  sent: 'Reminder Sent',
  failed: 'Reminder Failed',
} as const;

/**
 * Derives the names of a deployment's resources. The command line, local AWS and other programs find the resources by name.
 *
 * @param service the setting `name`
 */
export function physicalNames(service: string) {
  return {
    stacks: {
      notifications: `${service}-notifications`,
      reminders: `${service}-reminders`,
      stackCreator: `${service}-stack-creator`,
      intake: `${service}-intake`,
    },
    stateMachines: {
      sns: `${service}-sns`,
      lambda: `${service}-lambda`,
      stackCreator: `${service}-stack-creator`,
      sendEmail: `${service}-send-email`,
      ringingAlarm: `${service}-ringing-alarm`,
      expiringObject: `${service}-expiring-object`,
      importFile: `${service}-import-file`,
    },
    httpApi: `${service}-api`,
    eventBus: service,
    /** The `source` of the events that the service sends to its bus. */
    eventSource: `remindme.${service}`,
    /** The pipe that takes emails from the throttled queue. */
    pipe: `${service}-send-email`,
    functions: {
      sendReminder: `${service}-send-reminder`,
      lineUpEmail: `${service}-line-up-email`,
      reportFailure: `${service}-report-failure`,
      dailySweep: `${service}-daily-sweep`,
      httpApi: `${service}-http-api`,
      normaliseFile: `${service}-normalise-file`,
      reportFile: `${service}-report-file`,
    },
    parameters: {
      topicArn: `/${service}/notifyme`,
      stateMachineArn: (machine: Via | 'stack-creator') => `/${service}/state-machines/${machine}`,
      undeliveredQueueUrl: `/${service}/undelivered-queue`,
      unhandledQueueUrl: `/${service}/unhandled-queue`,
      scheduleRoleArn: `/${service}/schedule-role`,
      scheduleQueueArn: `/${service}/schedule-queue`,
      operationsTopicArn: `/${service}/operations-topic`,
      emailTopicArn: `/${service}/email-topic`,
      apiUrl: `/${service}/api-url`,
      filesBucket: `/${service}/files-bucket`,
    },
    /** The schedule group for repeated reminders, and for reminders that are due too late for an execution to wait. */
    scheduleGroup: service,
    /** The schedule that invokes the function with the same name once a day. */
    sweepSchedule: `${service}-daily-sweep`,
    /** Derives an alarm's name, such as `remindme-failures`. `remindme doctor` finds the alarms by their name prefix. */
    alarm: (alarm: string) => `${service}-${alarm}`,
    /** Derives an EventBridge rule's name. */
    rule: (rule: string) => `${service}-${rule}`,
  };
}
