const ACCOUNT = 'eu-central-1:111122223333';
const TOPIC = `arn:aws:sns:${ACCOUNT}:ReminderTopicA62C4F0E`;
const UNDELIVERED = `arn:aws:sqs:${ACCOUNT}:UndeliveredQueueAF20A850`;
const SCHEDULES = [
  `scheduler:CreateSchedule on arn:aws:scheduler:${ACCOUNT}:schedule/remindme/*`,
  'iam:PassRole on arn:aws:iam::111122223333:role/SchedulesRole523D57EE',
];
const STACKS = `arn:aws:cloudformation:${ACCOUNT}:stack/remindme-*/*`;

/**
 * The calls that pending executions need, as `action on resource`, keyed by the role that makes them. An execution keeps the
 * definition with which it started, but the roles get their current policies. A call therefore stays in this list and in the
 * policy even if new definitions no longer make it.
 *
 * Add new calls to this list. Remove a line only when a year has passed since the last deployment whose executions needed it
 * (docs/adr/0011-pending-reminders.md).
 */
export const KEPT_PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  ViaSnsReminderStateMachineRole1CB2F759: [
    `sns:Publish on ${TOPIC}`,
    `sqs:SendMessage on ${UNDELIVERED}`,
    ...SCHEDULES,
  ],
  ViaLambdaReminderStateMachineRole0A18E14F: [
    `lambda:InvokeFunction on arn:aws:lambda:${ACCOUNT}:function:remindme-send-reminder:live`,
    `sqs:SendMessage on ${UNDELIVERED}`,
    ...SCHEDULES,
  ],
  SendReminderRole0071A32A: [
    `ssm:GetParameter on arn:aws:ssm:${ACCOUNT}:parameter/remindme/notifyme`,
    `sns:Publish on ${TOPIC}`,
  ],
  // pending schedules need this role when they start an execution
  SchedulesRole523D57EE: [
    `states:StartExecution on arn:aws:states:${ACCOUNT}:stateMachine:remindme-sns`,
    `states:StartExecution on arn:aws:states:${ACCOUNT}:stateMachine:remindme-lambda`,
    `sqs:SendMessage on arn:aws:sqs:${ACCOUNT}:UnhandledQueue19BBA2F9`,
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
