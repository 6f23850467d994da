import type { Reminder } from '../../reminder/check-request.ts';
import type { Executions, Started } from '../aws/executions.ts';
import { recallAdded, rememberAdded } from './added-reminders.ts';

/**
 * Starts an execution under a name, and tells whether it is new: AWS answers a repeated start as it answered the first. The
 * execution is remembered with its message, so that a list can show it.
 */
export async function startOnce(
  executions: Executions,
  stateMachineArn: string,
  name: string,
  input: string,
  { message, dueAt }: Reminder,
): Promise<Started> {
  const started = await executions.start(stateMachineArn, name, input);
  if (started.taken) {
    return started;
  }
  const { arn, startedAt } = started;
  const isNew = started.isNew && recallAdded(Date.now()).get(arn)?.startedAt !== startedAt;
  if (isNew) {
    rememberAdded({ arn, message, due: Date.parse(dueAt), startedAt });
  }
  return { ...started, isNew };
}
