import type { Deployment, DeploymentParts } from '../deployment.ts';
import { failureOf } from '../failures.ts';
import { checkAlarms } from './alarms-check.ts';
import { checkClock } from './clock-check.ts';
import { checkConcurrency } from './concurrency-check.ts';
import { checkEmails } from './emails-check.ts';
import { type Check, type Finding, NOT_CHECKED } from './finding.ts';
import { checkFunctions } from './functions-check.ts';
import { isGone } from './gone.ts';
import { checkKeptQueue } from './kept-queue-check.ts';
import { checkOpenExecutions } from './open-executions-check.ts';
import { checkOperations } from './operations-check.ts';
import { checkPipe } from './pipe-check.ts';
import { checkStateMachine } from './state-machine-check.ts';
import { checkSubscriptions } from './subscriptions-check.ts';
import { checkTopicUse } from './topic-use-check.ts';
import { checkTopics } from './topics-check.ts';

/** A finding with the name of its check. */
export type NamedFinding = Finding & { readonly check: string };

/** The checks of a deployment, in the order of their findings. */
const CHECKS: Readonly<Record<string, Check>> = {
  'machine sns': checkStateMachine('sns'),
  'machine lambda': checkStateMachine('lambda'),
  topic: checkTopics,
  'topic in use': checkTopicUse,
  subscriptions: checkSubscriptions,
  'open executions': checkOpenExecutions,
  functions: checkFunctions,
  concurrency: checkConcurrency,
  'email pipe': checkPipe,
  emails: checkEmails,
  'undelivered queue': checkKeptQueue('undelivered'),
  'unhandled events': checkKeptQueue('unhandled'),
  alarms: checkAlarms,
  operations: checkOperations,
};

/**
 * Checks everything that a reminder needs, at the same time if possible. The findings come in a fixed order.
 *
 * @param onError gets each error behind a failed check
 */
export async function checkHealth(
  deployment: Deployment,
  onError: (error: unknown) => void = () => {},
): Promise<readonly NamedFinding[]> {
  /** Makes a finding of an error, too. The check for a deleted resource reports it; the others cannot look. */
  const attempt = async (check: string, look: () => Promise<Finding>): Promise<NamedFinding> => {
    try {
      return { check, ...(await look()) };
    } catch (error) {
      if (isGone(error)) {
        return { check, ...NOT_CHECKED };
      }
      onError(error);
      return { check, status: 'fail', kind: 'check-failed', failure: failureOf(error) };
    }
  };

  const { connection, service } = deployment;
  const { readCaller, usedRegion } = await import('../aws/caller.ts');
  const region = await attempt('region', async () => ({
    status: 'ok',
    kind: 'region',
    region: await usedRegion(connection),
  }));
  let clock: Finding = NOT_CHECKED;
  const credentials = await attempt('credentials', async () => {
    const { account, arn, clockAhead } = await readCaller(connection);
    clock = checkClock(clockAhead);
    return { status: 'ok', kind: 'caller', account, arn };
  });
  let parts: DeploymentParts | undefined;
  const parameters = await attempt('parameters', async () => {
    parts = await deployment.read(); // never from the cache: this is what is checked
    return { status: 'ok', kind: 'parameters', service };
  });
  const found = parts;
  const ofDeployment = Object.entries(CHECKS).map(([name, check]) =>
    attempt(name, async () => (found ? check(deployment, found) : NOT_CHECKED)),
  );
  return [credentials, region, { check: 'clock', ...clock }, parameters, ...(await Promise.all(ofDeployment))];
}
