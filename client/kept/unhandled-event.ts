import { physicalNames } from '../../core/naming/physical-names.ts';
import { nameInArn } from '../aws/execution-arn.ts';
import type { KeptMessage } from '../aws/kept-messages.ts';

/** A message of the queue of unhandled events, and the event in it. */
export interface Unhandled {
  readonly message: KeptMessage;
  /** Missing if it is no event of one of the deployment's functions. */
  readonly event: UnhandledEvent | undefined;
}

/** An event that a function of the deployment has not handled. */
export interface UnhandledEvent {
  /** The function that has to handle it. */
  readonly functionName: string;
  /** What the function is invoked with. */
  readonly payload: unknown;
  /** What the function would have done. */
  readonly lost: LostWork;
  readonly problem: UnhandledProblem;
}

/** What is missing as long as an event is not handled. */
export type LostWork =
  /** The email of a message; `due` is missing if the message is not a reminder. */
  | { readonly kind: 'email'; readonly message: string; readonly due: string | undefined }
  /** The report of a failed execution. */
  | { readonly kind: 'failure-email'; readonly execution: string };

/** Why an event was not handled. */
export type UnhandledProblem =
  /** The service could not hand the event over to Lambda. */
  | { readonly kind: 'not-invoked'; readonly by: 'SNS' | 'EventBridge' }
  /** Lambda has given up: `RetriesExhausted`, `EventAgeExceeded`. `error` is that of the function, if it has run. */
  | { readonly kind: 'given-up'; readonly condition: string; readonly error: string | undefined };

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** `arn:aws:lambda:<region>:<account>:function:<name>`, with or without a qualifier. */
const FUNCTION_ARN = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)(:[^:]+)?$/;

/** What a message of SNS would have become, if it is one. */
function readNotification(notification: Fields): LostWork | undefined {
  const { Message, MessageId, Timestamp, MessageAttributes } = notification;
  if (![Message, MessageId, Timestamp].every((each) => typeof each === 'string')) {
    return undefined;
  }
  const due = textOf(fieldsOf(fieldsOf(MessageAttributes)['dueAt'])['Value']);
  return { kind: 'email', message: String(Message), due };
}

/** What an event of EventBridge about an execution would have become, if it is one. */
function readExecutionEvent(event: Fields): LostWork | undefined {
  const { executionArn, stateMachineArn, name } = fieldsOf(event['detail']);
  const isWhole = [event['id'], executionArn, stateMachineArn, name].every((each) => typeof each === 'string');
  return isWhole ? { kind: 'failure-email', execution: nameInArn(String(executionArn)) } : undefined;
}

/**
 * Reads a message of the queue: the notification of SNS, the event of EventBridge, or the record of Lambda (AWS Lambda Developer
 * Guide, "Capturing records of Lambda asynchronous invocations"). Anyone who may write into the queue must not be able to start
 * other functions: only the deployment's own two count, with the events that they handle.
 */
export function readUnhandled(message: KeptMessage, service: string): Unhandled {
  const { lineUpEmail, reportFailure } = physicalNames(service).functions;

  const emailFrom = (payload: unknown, notification: unknown, problem: UnhandledProblem) => {
    const lost = readNotification(fieldsOf(notification));
    return lost && { functionName: lineUpEmail, payload, lost, problem };
  };
  const failureEmailFrom = (payload: unknown, problem: UnhandledProblem) => {
    const lost = readExecutionEvent(fieldsOf(payload));
    return lost && { functionName: reportFailure, payload, lost, problem };
  };
  const read = (body: Fields): UnhandledEvent | undefined => {
    if (body['Type'] === 'Notification') {
      return emailFrom({ Records: [{ Sns: body }] }, body, { kind: 'not-invoked', by: 'SNS' });
    }
    if (body['detail-type'] !== undefined) {
      return failureEmailFrom(body, { kind: 'not-invoked', by: 'EventBridge' });
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
    return name === reportFailure ? failureEmailFrom(payload, problem) : undefined;
  };
  try {
    return { message, event: read(fieldsOf(JSON.parse(message.body))) };
  } catch {
    return { message, event: undefined };
  }
}
