import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { physicalNames } from '../core/naming/physical-names.ts';
import { RemindersStack } from './reminders/reminders-stack.ts';
import { readSettings } from './settings.ts';
import { StackCreatorStack } from './stack-creator/stack-creator-stack.ts';
import { NotificationsStack } from './topics/notifications-stack.ts';

/**
 * Adds the whole service to an app: every stack, with the settings of the app's context.
 *
 * Every synth checks the stacks against the AwsSolutions rules of cdk-nag and fails where one is broken. They name no
 * account and no region, so that synth needs no credentials and writes the same templates everywhere.
 *
 * @throws SettingError where a setting cannot be used
 */
export function addService(app: App): void {
  const settings = readSettings(app.node);
  const { stacks } = physicalNames(settings.name);
  Tags.of(app).add('service', settings.name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

  const notifications = new NotificationsStack(app, stacks.notifications, {
    settings,
    description: 'remindme: the topic that reminders go to, and what must survive',
  });
  new RemindersStack(app, stacks.reminders, {
    settings,
    description: 'remindme: the state machines and the function that send reminders',
    topic: notifications.topic,
    topicParameter: notifications.topicParameter,
    emailTopic: notifications.emailTopic,
    emailRelay: notifications.emailRelay,
    undeliveredQueue: notifications.undeliveredQueue,
    alarms: notifications.alarms,
    notices: notifications.notices,
    eventDeadLetterQueue: notifications.eventDeadLetterQueue,
  });
  new StackCreatorStack(app, stacks.stackCreator, {
    settings,
    description: 'remindme: the state machine that creates stacks and reports the results',
    topic: notifications.topic,
    alarms: notifications.alarms,
    notices: notifications.notices,
    eventDeadLetterQueue: notifications.eventDeadLetterQueue,
  });
}
