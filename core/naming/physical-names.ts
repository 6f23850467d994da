/** The two ways to send a reminder. Each has a state machine of its own. */
export const VIAS = ['sns', 'lambda'] as const;

/** One of {@link VIAS}. */
export type Via = (typeof VIAS)[number];

/**
 * The names by which others find a deployment, all made from the service's name. The command line and the local AWS look
 * things up by them.
 *
 * @param service the setting `name`
 */
export function physicalNames(service: string) {
  return {
    stacks: {
      notifications: `${service}-notifications`,
      reminders: `${service}-reminders`,
      stackCreator: `${service}-stack-creator`,
    },
    stateMachines: {
      sns: `${service}-sns`,
      lambda: `${service}-lambda`,
      stackCreator: `${service}-stack-creator`,
      sendEmail: `${service}-send-email`,
    },
    /** The pipe that takes emails from the throttled queue. */
    pipe: `${service}-send-email`,
    functions: {
      sendReminder: `${service}-send-reminder`,
      lineUpEmail: `${service}-line-up-email`,
      reportFailure: `${service}-report-failure`,
    },
    parameters: {
      topicArn: `/${service}/notifyme`,
      stateMachineArn: (machine: Via | 'stack-creator') => `/${service}/state-machines/${machine}`,
      undeliveredQueueUrl: `/${service}/undelivered-queue`,
      unhandledQueueUrl: `/${service}/unhandled-queue`,
      operationsTopicArn: `/${service}/operations-topic`,
      emailTopicArn: `/${service}/email-topic`,
    },
    /** An alarm's name, such as `remindme-sns-failed`. `remindme doctor` finds the alarms by the beginning of their names. */
    alarm: (alarm: string) => `${service}-${alarm}`,
    /** An EventBridge rule's name. */
    rule: (rule: string) => `${service}-${rule}`,
  };
}
