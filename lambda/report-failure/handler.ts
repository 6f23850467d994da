import { OPERATIONS_GROUP } from '../../core/email-throttle/message-groups.ts';
import { EVENT_TYPES } from '../../core/naming/physical-names.ts';
import { putEvent, reminderExecution } from '../kit/service-events.ts';
import { type QueuedEmail, queueEmail } from '../kit/throttled-queue.ts';
import { dueAtOf, type ExecutionEvent, failureEmail } from './failure-email.ts';
import { type RequestEvent, refusedRequestEmail } from './refused-request-email.ts';

/**
 * Puts an email for operators into the throttled queue. The email describes a failed execution or a refused request. If a
 * reminder's execution failed, also sends an event to the service's bus. `lib/operations/report-failure-function.ts` deploys
 * the function.
 *
 * @param event EventBridge's event about an execution that failed, timed out or was aborted, or an event that requests a
 *   reminder. If EventBridge delivers the event twice within five minutes, SQS drops the second email.
 * @throws the SDK's error if the queue does not accept the email. Lambda then runs the function up to twice more. If it still
 *   fails, Lambda sends the event to the queue of unhandled events.
 */
export async function handler(event: ExecutionEvent | RequestEvent): Promise<void> {
  const { SERVICE: service = '', RUNBOOK: runbook = '' } = process.env;
  const queue = (email: QueuedEmail) => queueEmail(email, { group: OPERATIONS_GROUP, deduplicationId: event.id });
  if (event['detail-type'] === EVENT_TYPES.requested) {
    const email = refusedRequestEmail(event, { service, runbook }, Date.now());
    if (email) {
      await queue(email);
    }
    return;
  }
  await queue(failureEmail(event, { service, runbook }));
  const { executionArn, status, error } = event.detail;
  const execution = reminderExecution(executionArn);
  if (execution) {
    const dueAt = dueAtOf(event.detail) ?? null;
    await putEvent({ type: EVENT_TYPES.failed, detail: { ...execution, dueAt, error: error ?? status } });
  }
}
