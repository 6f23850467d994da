// The function that sends a reminder. Its construct: lib/reminders/send-reminder-function.ts. Its caller: lib/reminders/send-task.ts.

import { NotFoundException, PublishCommand } from '@aws-sdk/client-sns';
import { sns } from './clients.ts';
import { TIME_LIMITS } from './time-limits.ts';
import { topicArn } from './topic-arn.ts';

/** The input from the state machine, which has checked the request. */
export interface SendReminderEvent {
  readonly message: string;
  readonly subject: string;
  /** RFC 3339 in UTC. */
  readonly dueAt: string;
  /** The name of the execution, which connects log, email and execution. */
  readonly executionName: string;
  /** The ARN of the execution. It is missing if the execution started before the state machine passed it. */
  readonly executionArn?: string;
}

/** The result for the state machine. */
export interface SendReminderResult {
  /** The message's id from SNS. */
  readonly messageId: string;
}

/** The event does not come from the state machine: a field is missing. */
class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

/** The answer does not come from SNS: it has no message id. */
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
      throw new MalformedEventError(`The event must have ${field}, a text that is not empty, but it is ${actual}.`);
    }
  }
  return event as SendReminderEvent;
}

async function publish(event: SendReminderEvent, topic: string, deadline: AbortSignal): Promise<string> {
  const command = new PublishCommand({
    TopicArn: topic,
    Subject: event.subject,
    // a protocol without a text of its own gets `default`
    Message: JSON.stringify({ default: event.message }),
    MessageStructure: 'json',
    MessageAttributes: {
      dueAt: { DataType: 'String', StringValue: event.dueAt },
      executionName: { DataType: 'String', StringValue: event.executionName },
      // identifies a retried Publish, so that it makes one email
      ...(event.executionArn && { executionArn: { DataType: 'String', StringValue: event.executionArn } }),
    },
  });
  const { MessageId } = await sns.send(command, { abortSignal: deadline });
  if (!MessageId) {
    throw new NotPublishedError('The answer to Publish has no message id: it does not come from SNS.');
  }
  return MessageId;
}

/** Publishes. If the topic does not exist, it reads the parameter once more, which may name another topic by now. */
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
 * Publishes one reminder to the topic. It logs the result in
 * Lambda's JSON format, without the reminder's text.
 *
 * @throws MalformedEventError if a field is missing; NotPublishedError if the answer has no message id; otherwise the SDK's
 *   error unchanged, so that the state machine's Retry sees its name
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
