import type { physicalNames } from '../../core/naming/physical-names.ts';
import type { Icon } from './icons.ts';

/** A thing of the architecture, in a cell of the picture's grid. */
export interface Part {
  readonly icon: Icon;
  /** What it is. */
  readonly kind: string;
  readonly name: string;
  /** Why it is there, in a few words. */
  readonly why: string;
  readonly column: number;
  readonly row: number;
  /** How it is coloured, where it is an end of the way: a good or a bad one. */
  readonly style?: 'success' | 'failure';
}

/** A frame around parts, or around other frames. */
export interface Frame {
  readonly kind: string;
  readonly name: string;
  readonly why: string;
  readonly around: readonly string[];
  /** Where its name stands: where no arrow comes in. */
  readonly caption: 'above' | 'below';
  /** Space to the sides of what it holds. */
  readonly beside: { readonly left: number; readonly right: number };
}

/** An arrow between parts or frames. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly says: readonly string[];
  /** How far from the middle of `from` it begins and from the middle of `to` it ends; without one of them, straight down. */
  readonly leaves?: number;
  readonly arrives?: number;
  /** Whether it is the way of a reminder that arrives, what happens to one that does not, or neither. */
  readonly style: '' | 'success' | 'catch';
}

/** The service as a picture shows it. */
export interface Architecture {
  readonly parts: Readonly<Record<string, Part>>;
  readonly frames: Readonly<Record<string, Frame>>;
  readonly links: readonly Link[];
}

/** What the service is made of, under its physical names. */
export function architecture({
  stacks,
  stateMachines,
  functions,
  parameters,
}: ReturnType<typeof physicalNames>): Architecture {
  return {
    parts: {
      person: { icon: 'person', kind: 'Person or program', name: 'You', why: 'say what and when', column: 1, row: 0 },
      sns: {
        icon: 'machine',
        kind: 'State machine',
        name: stateMachines.sns,
        why: 'checks, waits, publishes without any code',
        column: 0,
        row: 1,
      },
      lambda: {
        icon: 'machine',
        kind: 'State machine',
        name: stateMachines.lambda,
        why: 'checks, waits, has a function publish',
        column: 1,
        row: 1,
      },
      function: {
        icon: 'function',
        kind: 'Lambda function',
        name: functions.sendReminder,
        why: 'runs when a reminder is due, not before',
        column: 2,
        row: 1,
      },
      queue: {
        icon: 'queue',
        kind: 'SQS queue',
        name: 'Undelivered reminders',
        why: 'keeps each request for 14 days',
        column: 0,
        row: 2,
        style: 'failure',
      },
      topic: {
        icon: 'topic',
        kind: 'SNS topic',
        name: 'Reminders',
        why: 'every subscriber gets every reminder',
        column: 1,
        row: 2,
      },
      parameter: {
        icon: 'parameter',
        kind: 'Parameter Store',
        name: parameters.topicArn,
        why: "tells the topic's ARN",
        column: 2,
        row: 2,
      },
      lines: {
        icon: 'queue',
        kind: 'SQS FIFO queue',
        name: 'Lines',
        why: 'from each of the 4 one email a second: SNS takes 10 at most',
        column: 1,
        row: 3,
      },
      emailTopic: {
        icon: 'topic',
        kind: 'SNS topic',
        name: 'Emails',
        why: 'your addresses are subscribed to it',
        column: 2,
        row: 3,
      },
      email: {
        icon: 'email',
        kind: 'Email',
        name: 'Your inbox',
        why: 'at the moment that you named',
        column: 2,
        row: 4,
        style: 'success',
      },
      stackCreator: {
        icon: 'machine',
        kind: 'State machine',
        name: stateMachines.stackCreator,
        why: 'starts, waits, looks, tells how it ended; without any code',
        column: 3,
        row: 1,
      },
      lateness: {
        icon: 'machine',
        kind: 'State machine',
        name: stateMachines.lateness,
        why: 'measures how late each reminder was',
        column: 0,
        row: 4,
      },
      failureEmail: {
        icon: 'machine',
        kind: 'State machine',
        name: stateMachines.failureEmail,
        why: 'says in words what has failed',
        column: 1,
        row: 4,
      },
      alarms: {
        icon: 'alarm',
        kind: 'CloudWatch',
        name: 'Alarms',
        why: 'failures, lateness, queues, quotas; each links to the runbook',
        column: 0,
        row: 5,
      },
      operationsTopic: {
        icon: 'topic',
        kind: 'SNS topic',
        name: 'Operations',
        why: `for operators; part of ${stacks.notifications}`,
        column: 1,
        row: 5,
      },
      operators: {
        icon: 'email',
        kind: 'Email',
        name: 'Whoever operates it',
        why: 'each address of alarmEmail',
        column: 2,
        row: 5,
        style: 'failure',
      },
      cloudFormation: {
        icon: 'stacks',
        kind: 'CloudFormation',
        name: 'Your stacks',
        why: 'with one role that you choose',
        column: 3,
        row: 2,
      },
    },
    frames: {
      waiting: {
        kind: 'Step Functions',
        name: '',
        why: 'one execution for each reminder; nothing runs while it waits',
        around: ['sns', 'lambda'],
        caption: 'above',
        beside: { left: 14, right: 14 },
      },
      reminders: {
        kind: 'Stack',
        name: stacks.reminders,
        why: 'what sends',
        around: ['waiting', 'function'],
        caption: 'above',
        beside: { left: 14, right: 28 },
      },
      notifications: {
        kind: 'Stack',
        name: stacks.notifications,
        why: 'what must survive',
        around: ['queue', 'topic', 'parameter', 'lines', 'emailTopic'],
        caption: 'below',
        beside: { left: 28, right: 28 },
      },
      watching: {
        kind: 'EventBridge, CloudWatch',
        name: '',
        why: 'hear how every execution ends',
        around: ['lateness', 'failureEmail', 'alarms', 'operationsTopic'],
        caption: 'above',
        beside: { left: 14, right: 14 },
      },
      creating: {
        kind: 'Stack',
        name: stacks.stackCreator,
        why: '',
        around: ['stackCreator'],
        caption: 'below',
        beside: { left: 14, right: 14 },
      },
    },
    links: [
      {
        from: 'person',
        to: 'waiting',
        says: ['StartExecution', '{ message,', 'timestamp or seconds }'],
        leaves: -80,
        style: 'success',
      },
      {
        from: 'person',
        to: 'creating',
        says: ['StartExecution { stackName, templateBody }'],
        leaves: 80,
        arrives: 0,
        style: '',
      },
      { from: 'creating', to: 'cloudFormation', says: ['creates, updates,', 'deletes, looks'], style: '' },
      { from: 'creating', to: 'topic', says: ['', 'tells how it ended'], leaves: -90, arrives: 80, style: '' },
      { from: 'sns', to: 'topic', says: ['publishes'], leaves: 60, arrives: -40, style: 'success' },
      { from: 'lambda', to: 'function', says: ['invokes'], style: 'success' },
      { from: 'function', to: 'topic', says: ['publishes'], leaves: -60, arrives: 40, style: 'success' },
      { from: 'function', to: 'parameter', says: ['reads'], leaves: 40, style: '' },
      { from: 'waiting', to: 'queue', says: ['if every try fails'], arrives: -60, style: 'catch' },
      { from: 'topic', to: 'lines', says: ['lines up'], style: 'success' },
      { from: 'lines', to: 'emailTopic', says: ['sends'], style: 'success' },
      { from: 'emailTopic', to: 'email', says: ['emails'], style: 'success' },
      { from: 'lateness', to: 'alarms', says: ['a metric'], style: '' },
      { from: 'alarms', to: 'operationsTopic', says: ['ring'], style: 'catch' },
      { from: 'failureEmail', to: 'operationsTopic', says: ['one a second'], style: 'catch' },
      { from: 'operationsTopic', to: 'operators', says: ['emails'], style: 'catch' },
    ],
  };
}
