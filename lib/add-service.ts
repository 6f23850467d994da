import { type App, Tags } from 'aws-cdk-lib';
import { physicalNames } from '../core/naming/physical-names.ts';
import { RemindersStack } from './reminders/reminders-stack.ts';
import { readSettings } from './settings.ts';
import { StackCreatorStack } from './stack-creator/stack-creator-stack.ts';
import { NotificationsStack } from './topics/notifications-stack.ts';

/**
 * Adds all stacks of the service to an app, with the settings in the app's context.
 *
 * The stacks name no account and no region, so synth needs no credentials and writes the same templates everywhere. The tests check
 * them against the AwsSolutions rules of cdk-nag; a synth does not, because loading all rules takes longer than making the stacks.
 *
 * @throws SettingError if a setting has a value that is not accepted
 */
export function addService(app: App): void {
  const settings = readSettings(app.node);
  const { stacks } = physicalNames(settings.name);
  Tags.of(app).add('service', settings.name);

  const notifications = new NotificationsStack(app, stacks.notifications, {
    settings,
    description: 'remindme: topics, queues and parameters that outlive a deployment',
  });
  new RemindersStack(app, stacks.reminders, {
    settings,
    description: 'remindme: the state machines and the function that send reminders',
    topic: notifications.topic,
    topicParameter: notifications.topicParameter,
    undeliveredQueue: notifications.undeliveredQueue,
  });
  new StackCreatorStack(app, stacks.stackCreator, {
    settings,
    description: 'remindme: the state machine that creates stacks and reports the result',
    topic: notifications.topic,
  });
}
