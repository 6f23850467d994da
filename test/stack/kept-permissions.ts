const ACCOUNT = 'eu-central-1:111122223333';
const TOPIC = `arn:aws:sns:${ACCOUNT}:ReminderTopicA62C4F0E`;
const UNDELIVERED = `arn:aws:sqs:${ACCOUNT}:UndeliveredQueueAF20A850`;
const STACKS = `arn:aws:cloudformation:${ACCOUNT}:stack/remindme-*/*`;

/**
 * What a pending execution calls, by the role that it uses: `action on resource`. It keeps the definition with which it was
 * started, and the policy of its role is the one of today. What a definition does not need any more stays here, and so in the
 * policy.
 *
 * Only add to this list. A line may go a year after the last deployment whose executions needed it
 * (docs/adr/0011-pending-reminders.md).
 */
export const KEPT_PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  ViaSnsReminderStateMachineRole1CB2F759: [`sns:Publish on ${TOPIC}`, `sqs:SendMessage on ${UNDELIVERED}`],
  ViaLambdaReminderStateMachineRole0A18E14F: [
    `lambda:InvokeFunction on arn:aws:lambda:${ACCOUNT}:function:remindme-send-reminder:live`,
    `sqs:SendMessage on ${UNDELIVERED}`,
  ],
  SendReminderRole0071A32A: [
    `ssm:GetParameter on arn:aws:ssm:${ACCOUNT}:parameter/remindme/notifyme`,
    `sns:Publish on ${TOPIC}`,
  ],
  StackCreatorStateMachineRole1C5BEA46: [
    `cloudformation:CreateStack on ${STACKS}`,
    `cloudformation:UpdateStack on ${STACKS}`,
    `cloudformation:DeleteStack on ${STACKS}`,
    `cloudformation:DescribeStacks on ${STACKS}`,
    `cloudformation:DescribeStackEvents on ${STACKS}`,
    'iam:PassRole on arn:aws:iam::111122223333:role/DeploymentRoleC7BBCF2C',
    `sns:Publish on ${TOPIC}`,
  ],
};
