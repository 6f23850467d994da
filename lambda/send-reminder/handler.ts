import { NotFoundException, PublishCommand } from '@aws-sdk/client-sns';
import { sns } from './clients.ts';
import { TIME_LIMITS } from './time-limits.ts';
import { topicArn } from './topic-arn.ts';

/** What the state machine hands over; it has checked the request before. */
export interface SendReminderEvent {
  readonly message: string;
  readonly subject: string;
  /** RFC 3339 in UTC. */
  readonly dueAt: string;
  /** The execution that sends, so that log, email and execution can be brought together. */
  readonly executionName: string;
  /** The same, whole; missing in what was started before the state machine gave it. */
  readonly executionArn?: string;
}

/** What the state machine gets back. */
export interface SendReminderResult {
  /** The id that SNS gave the message. */
  readonly messageId: string;
}

/** The event is not what the state machine sends. */
class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

/** Something answered in the place of SNS: no message id, no message. */
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
    // each protocol may get a text of its own; `default` serves all that have none
    Message: JSON.stringify({ default: event.message }),
    MessageStructure: 'json',
    MessageAttributes: {
      dueAt: { DataType: 'String', StringValue: event.dueAt },
      executionName: { DataType: 'String', StringValue: event.executionName },
      // by this a Publish that is tried again is known on its way to the email
      ...(event.executionArn && { executionArn: { DataType: 'String', StringValue: event.executionArn } }),
    },
  });
  const { MessageId } = await sns.send(command, { abortSignal: deadline });
  if (!MessageId) {
    throw new NotPublishedError('The answer to Publish has no message id; whatever gave it was not SNS.');
  }
  return MessageId;
}

/** Publishes; where the topic is gone, looks once whether the parameter names another one by now. */
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
 * Publishes one reminder to the topic. Logs what happened as JSON (Lambda's own JSON format), never the reminder's text.
 *
 * @throws MalformedEventError where a field is missing; NotPublishedError where SNS did not say that it has the message;
 *   otherwise the SDK's error as it is, so that the state machine's Retry sees its name
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
