import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Check } from './finding.ts';
import { nameAtEnd } from './gone.ts';

/**
 * Checks that the parameter, the state machine and the stack's alarm use the same topic. The function that sends reminders
 * reads the parameter, and the state machine's definition contains the topic's ARN. If these topics differ, subscribers of one
 * topic miss reminders.
 */
export const checkTopicUse: Check = async (deployment, { topicArn, stateMachineArns }) => {
  const { connection, service } = deployment;
  const { Metrics } = await import('../aws/metrics.ts');
  const { executions, arns } = await deployment.machines(stateMachineArns);
  const name = physicalNames(service).alarm('notifications-failed');
  const [{ definition }, alarms] = await Promise.all([
    executions.stateMachine(arns.sns),
    new Metrics(connection).alarms(name),
  ]);
  const ofStack = alarms.find((each) => each.name === name)?.dimensions['TopicName'];
  const different = [
    ...(definition.includes(`"${topicArn}"`) ? [] : (['state machine'] as const)),
    ...(ofStack === undefined || ofStack === nameAtEnd(topicArn) ? [] : (['stack'] as const)),
  ];
  return { status: different.length === 0 ? 'ok' : 'warn', kind: 'topic-use', topicArn, different };
};
