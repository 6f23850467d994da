import type { Context, SharedOptions } from '../context.ts';
import { type Deployment, readDeployment } from '../deployment.ts';
import { explainError } from '../explain-error.ts';
import { checkAlarms } from './alarms.ts';
import { checkClock } from './clock.ts';
import { type Check, type Finding, fail, NOT_LOOKED_AT, ok } from './finding.ts';
import { isGone } from './gone.ts';
import { checkOpenExecutions } from './open-executions.ts';
import { checkOperations } from './operations.ts';
import { checkStateMachine } from './state-machine.ts';
import { checkSubscriptions } from './subscriptions.ts';
import { checkTopics } from './topics.ts';
import { checkUndeliveredQueue } from './undelivered-queue.ts';

/** A finding with the name of what has found it. */
export type NamedFinding = Finding & { readonly check: string };

/** What a deployment is looked at for, in the order in which it is told. */
const CHECKS: Readonly<Record<string, Check>> = {
  'machine sns': checkStateMachine('sns'),
  'machine lambda': checkStateMachine('lambda'),
  topic: checkTopics,
  subscriptions: checkSubscriptions,
  'open executions': checkOpenExecutions,
  'undelivered queue': checkUndeliveredQueue,
  alarms: checkAlarms,
  operations: checkOperations,
};

const LOOK_FURTHER = 'Try again in a minute; https://health.aws.amazon.com tells whether AWS has trouble.';

/** Looks at all that a reminder needs, at the same time where that is possible; the findings come in a fixed order. */
export async function examine(context: Context, options: SharedOptions): Promise<readonly NamedFinding[]> {
  /** Makes a failed finding out of whatever is thrown; what is gone is told by the check that looks for it. */
  const attempt = async (check: string, look: () => Promise<Finding>): Promise<NamedFinding> => {
    try {
      return { check, ...(await look()) };
    } catch (error) {
      if (isGone(error)) {
        return { check, ...NOT_LOOKED_AT };
      }
      if (options.debug) {
        console.error(error);
      }
      const { problem, next = LOOK_FURTHER } = explainError(error, { ...options, lookFurther: LOOK_FURTHER });
      return { check, ...fail(problem, next) };
    }
  };

  const { readAccount, usedRegion } = await import('../aws/account.ts');
  const region = await attempt('region', async () => ok(await usedRegion(context.connection)));
  let clock: Finding = NOT_LOOKED_AT;
  const credentials = await attempt('credentials', async () => {
    const { account, caller, clockAhead } = await readAccount(context.connection);
    clock = checkClock(clockAhead);
    return ok(`account ${account}, as ${caller}`);
  });
  let deployment: Deployment | undefined;
  const parameters = await attempt('parameters', async () => {
    deployment = await readDeployment(context); // never from the cache: it is what is checked
    return ok(`/${context.service}/… tell the topic and both state machines`);
  });
  const found = deployment;
  const ofDeployment = Object.entries(CHECKS).map(([name, check]) =>
    attempt(name, async () => (found ? check(context, found) : NOT_LOOKED_AT)),
  );
  return [credentials, region, { check: 'clock', ...clock }, parameters, ...(await Promise.all(ofDeployment))];
}
