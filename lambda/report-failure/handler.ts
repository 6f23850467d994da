import { OPERATIONS_GROUP } from '../../core/naming/message-groups.ts';
import { queueEmail } from '../kit/throttled-queue.ts';
import { type ExecutionEvent, failureEmail } from './failure-email.ts';

/**
 * Describes a failed execution to operators: puts a failure email into the throttled queue. The construct is
 * `lib/operations/report-failure-function.ts`.
 *
 * @param event of EventBridge about an execution that failed, timed out or was aborted; EventBridge may deliver it twice, and SQS
 *   drops the second copy
 * @throws the SDK's error if the queue does not take the email: Lambda then tries the function twice more, and keeps the event
 *   in the queue of unhandled events if that fails too
 */
export async function handler(event: ExecutionEvent): Promise<void> {
  const { SERVICE: service = '', RUNBOOK: runbook = '' } = process.env;
  await queueEmail(failureEmail(event, { service, runbook }), { group: OPERATIONS_GROUP, deduplicationId: event.id });
}
