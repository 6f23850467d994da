import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Check } from './finding.ts';
import { nameAtEnd } from './gone.ts';

/**
 * Checks that the parameter names the topic that the state machine publishes to, and the one of the stack. The function uses the
 * parameter, and the definition of the state machine has the topic itself: if they differ, subscribers of one topic miss reminders. The
 * stack's alarm names the stack's topic.
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
