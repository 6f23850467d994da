/** The constructs for other CDK apps. docs/constructs.md describes them. */
export { EmailThrottle, type EmailThrottleProps } from './email-throttle/email-throttle.ts';
export { FailureEmails, type FailureEmailsProps } from './operations/failure-emails.ts';
export { StateMachineAlarms, type StateMachineAlarmsProps } from './operations/state-machine-alarms.ts';
export { Remindme } from './remindme-construct.ts';
export type { AdoptedTopicArns, Expiry, IntakeProps, RemindmeProps } from './remindme-props.ts';
export { SettingError } from './settings.ts';
export { StackCreator, type StackCreatorProps } from './stack-creator/stack-creator.ts';
export { WAIT_UNTIL_ERRORS, WaitUntil, type WaitUntilProps } from './wait-until/wait-until.ts';
