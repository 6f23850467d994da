import { EVENT_TYPES, physicalNames, SWEEP_EVENT, VIAS } from '../../core/naming/physical-names.ts';
import { executionName } from '../../core/reminder/execution-name.ts';
import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { isExecutionName, nameInArn } from '../aws/execution-arn.ts';
import type { KeptMessage } from '../aws/kept-messages.ts';
import type { StateMachineArns } from '../deployment.ts';

/** A message from the queue of unhandled events, and the event in it. */
export interface Unhandled {
  readonly message: KeptMessage;
  /** The event in the message. Missing if it is not an event for one of the deployment's functions or state machines. */
  readonly event: UnhandledEvent | undefined;
}

/** An event that one of the deployment's functions did not handle, or that did not start one of its state machines. */
export type UnhandledEvent = (UnhandledInvocation | UnhandledStart) & {
  /** The work that was not done. */
  readonly lost: LostWork;
  readonly problem: UnhandledProblem;
};

/** An event for a function. */
export interface UnhandledInvocation {
  readonly how: 'invoke';
  /** The function that should have handled the event. */
  readonly functionName: string;
  /** The function's input. */
  readonly payload: unknown;
}

/** An event for a state machine, or the execution that a schedule could not start. */
export interface UnhandledStart {
  readonly how: 'start';
  readonly stateMachineArn: string;
  /** The execution's name. It is always the same for the same event, so an event starts only one execution. */
  readonly name: string;
  /** The execution's input, as JSON. */
  readonly input: string;
}

/** What should have happened because of the event. */
export type LostWork =
  /** The email with a message from the topic. `due` is missing if the message is not a reminder. */
  | { readonly kind: 'email'; readonly message: string; readonly due: string | undefined }
  /** The failure email about the execution named `execution`. */
  | { readonly kind: 'failure-email'; readonly execution: string }
  /** The check of the request in an event, and the email about the request if it is invalid. */
  | { readonly kind: 'refusal-email'; readonly event: string }
  /**
   * The reminder that an event requests. The program `source` sent the event at `time`. The request's `seconds` are counted
   * from `time`.
   */
  | {
      readonly kind: 'requested-reminder';
      readonly message: string | undefined;
      readonly source: string;
      readonly time: string;
    }
  /** The scheduled reminder, or an occurrence of a repeated reminder. */
  | { readonly kind: 'scheduled-reminder'; readonly message: string; readonly due: string }
  /** The later check of an alarm or an object, which decides whether to send a reminder. */
  | { readonly kind: 'alarm' | 'object'; readonly name: string }
  /** The import of a file. `name` is the file's key. */
  | { readonly kind: 'file'; readonly name: string }
  /** The daily sweep that was due at `time`. */
  | { readonly kind: 'sweep'; readonly time: string };

/** The reason why an event was not handled. */
export type UnhandledProblem =
  /** The service `by` could not pass the event to Lambda or Step Functions. */
  | { readonly kind: 'not-invoked'; readonly by: 'SNS' | 'EventBridge' | 'EventBridge Scheduler' }
  /**
   * Lambda stopped retrying: `condition` is `RetriesExhausted` or `EventAgeExceeded`. `error` is the function's error, if the
   * function ran.
   */
  | { readonly kind: 'given-up'; readonly condition: string; readonly error: string | undefined };

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** Matches `arn:aws:lambda:<region>:<account>:function:<name>`, with or without a qualifier. */
const FUNCTION_ARN = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)(:[^:]+)?$/;

/** Returns the work that an SNS notification should have caused. Returns `undefined` for anything else. */
function readNotification(notification: Fields): LostWork | undefined {
  const { Message, MessageId, Timestamp, MessageAttributes } = notification;
  if (![Message, MessageId, Timestamp].every((each) => typeof each === 'string')) {
    return undefined;
  }
  const due = textOf(fieldsOf(fieldsOf(MessageAttributes)['dueAt'])['Value']);
  return { kind: 'email', message: String(Message), due };
}

/** Returns the work that an EventBridge event about an execution should have caused. Returns `undefined` for anything else. */
function readExecutionEvent(event: Fields): LostWork | undefined {
  const { executionArn, stateMachineArn, name } = fieldsOf(event['detail']);
  const isWhole = [event['id'], executionArn, stateMachineArn, name].every((each) => typeof each === 'string');
  return isWhole ? { kind: 'failure-email', execution: nameInArn(String(executionArn)) } : undefined;
}

/**
 * Returns the work that the function `report-failure` should have done for an event. Returns `undefined` if the function does
 * not handle such events.
 */
const readReport = (event: Fields): LostWork | undefined =>
  event['detail-type'] === EVENT_TYPES.requested && typeof event['id'] === 'string'
    ? { kind: 'refusal-email', event: event['id'] }
    : readExecutionEvent(event);

/** Returns the work that each state machine should have done for an event, keyed by the state machine's name. */
function startsOf(service: string, { source, time, detail }: Fields): Readonly<Record<string, LostWork>> {
  const { stateMachines } = physicalNames(service);
  const { message, alarmName, object } = fieldsOf(detail);
  return {
    [stateMachines.sns]: {
      kind: 'requested-reminder',
      message: textOf(message),
      source: textOf(source) ?? '',
      time: textOf(time) ?? '',
    },
    [stateMachines.ringingAlarm]: { kind: 'alarm', name: textOf(alarmName) ?? '' },
    [stateMachines.expiringObject]: { kind: 'object', name: textOf(fieldsOf(object)['key']) ?? '' },
    [stateMachines.importFile]: { kind: 'file', name: textOf(fieldsOf(object)['key']) ?? '' },
  };
}

/**
 * Reads a message from the queue. The message is an SNS notification, an EventBridge event, Lambda's record (AWS Lambda
 * Developer Guide, "Capturing records of Lambda asynchronous invocations"), or a schedule's input (EventBridge Scheduler User
 * Guide, "Configuring a schedule's dead-letter queue"). A user with permission to send messages to the queue must not be able
 * to start other functions or state machines. This function therefore accepts only the deployment's functions and state
 * machines. For each of them, it accepts only the events that the function or state machine handles.
 */
export function readUnhandled(message: KeptMessage, service: string, stateMachineArns: StateMachineArns): Unhandled {
  const { lineUpEmail, reportFailure, dailySweep } = physicalNames(service).functions;

  const emailFrom = (
    payload: unknown,
    notification: unknown,
    problem: UnhandledProblem,
  ): UnhandledEvent | undefined => {
    const lost = readNotification(fieldsOf(notification));
    return lost && { how: 'invoke', functionName: lineUpEmail, payload, lost, problem };
  };
  const reportFrom = (payload: unknown, problem: UnhandledProblem): UnhandledEvent | undefined => {
    const lost = readReport(fieldsOf(payload));
    return lost && { how: 'invoke', functionName: reportFailure, payload, lost, problem };
  };
  const sweepFrom = (payload: unknown, problem: UnhandledProblem): UnhandledEvent | undefined => {
    const { time, 'detail-type': type } = fieldsOf(payload);
    return type === SWEEP_EVENT
      ? {
          how: 'invoke',
          functionName: dailySweep,
          payload,
          lost: { kind: 'sweep', time: textOf(time) ?? '' },
          problem,
        }
      : undefined;
  };
  /**
   * Reads an event that EventBridge could not deliver. An event with a request has two targets, and only the target's ARN shows
   * which one failed.
   */
  const deliveryFrom = (event: Fields): UnhandledEvent | undefined => {
    const problem = { kind: 'not-invoked', by: 'EventBridge' } as const;
    const { target = '' } = message;
    if (!target.includes(':stateMachine:')) {
      return reportFrom(event, problem);
    }
    const { id, time, detail } = event;
    const lost = startsOf(service, event)[nameInArn(target)];
    const isOwn = target === stateMachineArns.sns.replace(/[^:]+$/, nameInArn(target));
    if (!(lost && isOwn && typeof id === 'string' && isExecutionName(id) && typeof time === 'string')) {
      return undefined;
    }
    const input = JSON.stringify(lost.kind === 'requested-reminder' ? detail : event);
    return { how: 'start', stateMachineArn: target, name: id, input, lost, problem };
  };
  /** Reads the message of a schedule that could not start its execution. The message is the input of StartExecution. */
  const startFrom = ({ StateMachineArn: stateMachineArn, Name: name, Input: input }: Fields) => {
    const isOwn = VIAS.some((via) => stateMachineArns[via] === stateMachineArn);
    if (!(isOwn && typeof name === 'string' && isExecutionName(name) && typeof input === 'string')) {
      return undefined;
    }
    const reminder = checkReminderRequest(JSON.parse(input), Date.now());
    if ('problem' in reminder) {
      return undefined;
    }
    const lost = { kind: 'scheduled-reminder', message: reminder.message, due: reminder.dueAt } as const;
    const problem = { kind: 'not-invoked', by: 'EventBridge Scheduler' } as const;
    return { how: 'start', stateMachineArn: String(stateMachineArn), name, input, lost, problem } as const;
  };
  /** Reads an occurrence of a repeated reminder. Only a message attribute contains the state machine's ARN. */
  const occurrenceFrom = (request: Fields): UnhandledEvent | undefined => {
    const reminder = checkReminderRequest(request, Date.now());
    return 'problem' in reminder
      ? undefined
      : startFrom({ StateMachineArn: message.target, Name: executionName(reminder), Input: message.body });
  };
  const read = (body: Fields): UnhandledEvent | undefined => {
    if (body['StateMachineArn'] !== undefined) {
      return startFrom(body);
    }
    if (body['repeat'] !== undefined) {
      return occurrenceFrom(body);
    }
    if (body['detail-type'] === SWEEP_EVENT) {
      return sweepFrom(body, { kind: 'not-invoked', by: 'EventBridge Scheduler' });
    }
    if (body['Type'] === 'Notification') {
      return emailFrom({ Records: [{ Sns: body }] }, body, { kind: 'not-invoked', by: 'SNS' });
    }
    if (body['detail-type'] !== undefined) {
      return deliveryFrom(body);
    }
    const { functionArn, condition } = fieldsOf(body['requestContext']);
    const { errorType, errorMessage } = fieldsOf(body['responsePayload']);
    const error = [errorType, errorMessage].flatMap((each) => textOf(each) ?? []).join(': ') || undefined;
    const problem: UnhandledProblem = { kind: 'given-up', condition: textOf(condition) ?? '', error };
    const [, name] = FUNCTION_ARN.exec(String(functionArn)) ?? [];
    const payload = body['requestPayload'];
    if (name === lineUpEmail) {
      const records = fieldsOf(payload)['Records'];
      const [record, ...others] = Array.isArray(records) ? records : [];
      return others.length === 0 ? emailFrom(payload, fieldsOf(record)['Sns'], problem) : undefined;
    }
    if (name === dailySweep) {
      return sweepFrom(payload, problem);
    }
    return name === reportFailure ? reportFrom(payload, problem) : undefined;
  };
  try {
    return { message, event: read(fieldsOf(JSON.parse(message.body))) };
  } catch {
    return { message, event: undefined };
  }
}
