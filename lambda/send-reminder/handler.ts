// The function that sends a reminder. lib/reminders/send-reminder-function.ts deploys it, and the state in
// lib/reminders/send-task.ts invokes it.

import { NotFoundException, PublishCommand } from '@aws-sdk/client-sns';
import { sns } from './clients.ts';
import { TIME_LIMITS } from './time-limits.ts';
import { topicArn } from './topic-arn.ts';

/** The input from the state machine, which has already checked the request. */
export interface SendReminderEvent {
  readonly message: string;
  readonly subject: string;
  /** The due time as RFC 3339 in UTC. */
  readonly dueAt: string;
  /** The execution's name. It is logged, so that operators can find the execution. */
  readonly executionName: string;
  /** The execution's ARN. Missing in executions of older versions of the state machine. */
  readonly executionArn?: string;
  /**
   * Identifies the reminder: `<schedule>/<due time>` for an occurrence of a repeated reminder, or else the execution's ARN.
   * Missing if `executionArn` is missing.
   */
  readonly occurrence?: string;
}

/** The result for the state machine. */
export interface SendReminderResult {
  /** The message ID that SNS assigned. */
  readonly messageId: string;
}

/** Thrown if the event lacks a field, so it does not come from the state machine. */
class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

/** Thrown if the response has no message ID, so it does not come from SNS. */
class NotPublishedError extends Error {
  override readonly name = 'NotPublishedError';
}

const FIELDS = ['message', 'subject', 'dueAt', 'executionName'] as const;

function checkEvent(event: unknown): SendReminderEvent {
  for (const field of FIELDS) {
    const value = (event as Record<string, unknown> | null | undefined)?.[field];
    if (typeof value !== 'string' || value === '') {
      const actual =
        value === undefined ? 'missing' : value === '' ? 'empty' : value === null ? 'null' : `of type ${typeof value}`;
      throw new MalformedEventError(`The event must have ${field}, a string that is not empty, but it is ${actual}.`);
    }
  }
  return event as SendReminderEvent;
}

async function publish(event: SendReminderEvent, topic: string, deadline: AbortSignal): Promise<string> {
  const command = new PublishCommand({
    TopicArn: topic,
    Subject: event.subject,
    // every protocol gets this text
    Message: JSON.stringify({ default: event.message }),
    MessageStructure: 'json',
    MessageAttributes: {
      dueAt: { DataType: 'String', StringValue: event.dueAt },
      executionName: { DataType: 'String', StringValue: event.executionName },
      ...(event.executionArn && { executionArn: { DataType: 'String', StringValue: event.executionArn } }),
      // with this attribute, the throttled queue drops the second email of a repeated Publish or execution
      ...(event.occurrence && { occurrence: { DataType: 'String', StringValue: event.occurrence } }),
    },
  });
  const { MessageId } = await sns.send(command, { abortSignal: deadline });
  if (!MessageId) {
    throw new NotPublishedError('The answer to Publish has no message id: it does not come from SNS.');
  }
  return MessageId;
}

/**
 * Publishes the reminder. If the topic does not exist, reads the parameter again. If the parameter contains the ARN of another
 * topic, publishes to that topic.
 */
async function publishToCurrentTopic(event: SendReminderEvent): Promise<string> {
  const deadline = AbortSignal.timeout(TIME_LIMITS.handling);
  const known = await topicArn({ deadline });
  try {
    return await publish(event, known, deadline);
  } catch (error) {
    if (!(error instanceof NotFoundException)) {
      throw error;
    }
    const current = await topicArn({ deadline, fresh: true });
    if (current === known) {
      throw error;
    }
    return await publish(event, current, deadline);
  }
}

/**
 * Publishes one reminder to the topic. Logs the result in Lambda's JSON format, without the reminder's text.
 *
 * @throws MalformedEventError if a field is not a string, or is empty
 * @throws Error if the response has no parameter value
 * @throws NotPublishedError if the response has no message ID
 * @throws the SDK's unchanged error if a call fails, so that the state machine's retry policy sees the error's name
 */
export async function handler(input: unknown): Promise<SendReminderResult> {
  const event = checkEvent(input);
  const { dueAt, executionName } = event;
  try {
    const messageId = await publishToCurrentTopic(event);
    const lateMilliseconds = Date.now() - Date.parse(dueAt);
    console.info({ event: 'reminder sent', executionName, dueAt, messageId, lateMilliseconds });
    return { messageId };
  } catch (error) {
    console.error({ event: 'reminder not sent', executionName, dueAt, error: (error as Error).name });
    throw error;
  }
}
