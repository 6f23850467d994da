import type { Deployment } from '../deployment.ts';
import { checkClock } from './clock-check.ts';
import { CHECKS } from './deployment-checks.ts';
import { type Finding, NOT_CHECKED } from './finding.ts';
import { attempt, type NamedFinding, type OnError, runChecks } from './run-checks.ts';

/**
 * Runs all checks of `doctor`, and returns the findings in a fixed order. This function runs the checks `credentials`, `region`
 * and `clock`, which need no deployment. `run-checks.ts` runs `parameters`, then the checks in `deployment-checks.ts`
 * concurrently.
 *
 * @param onError called with each error of a check, except errors about deleted resources
 */
export async function checkHealth(
  deployment: Deployment,
  onError: OnError = () => {},
): Promise<readonly NamedFinding[]> {
  const { connection } = deployment;
  const { readCaller, usedRegion } = await import('../aws/caller.ts');
  const region = await attempt(
    'region',
    async () => ({ status: 'ok', kind: 'region', region: await usedRegion(connection) }),
    onError,
  );
  let clock: Finding = NOT_CHECKED;
  const credentials = await attempt(
    'credentials',
    async () => {
      const { account, arn, clockAhead } = await readCaller(connection);
      clock = checkClock(clockAhead);
      return { status: 'ok', kind: 'caller', account, arn };
    },
    onError,
  );
  const ofDeployment = await runChecks(deployment, CHECKS, onError);
  return [credentials, region, { check: 'clock', ...clock }, ...ofDeployment];
}
