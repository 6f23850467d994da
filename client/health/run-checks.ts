import type { Deployment, DeploymentParts } from '../deployment.ts';
import { failureOf } from '../failures.ts';
import type { Checks } from './deployment-checks.ts';
import { type Finding, NOT_CHECKED } from './finding.ts';
import { isGone } from './gone.ts';

/** A finding with the name of its check. */
export type NamedFinding = Finding & { readonly check: string };

/** Called with each error of a check, except errors about deleted resources. */
export type OnError = (error: unknown) => void;

/**
 * Runs the given check. Turns an error into a finding. If the error means that a resource was deleted, the finding is
 * `not-checked`, because the resource's own check reports the deletion.
 */
export async function attempt(check: string, look: () => Promise<Finding>, onError: OnError): Promise<NamedFinding> {
  try {
    return { check, ...(await look()) };
  } catch (error) {
    if (isGone(error)) {
      return { check, ...NOT_CHECKED };
    }
    onError(error);
    return { check, status: 'fail', kind: 'check-failed', failure: failureOf(error) };
  }
}

/** Runs the check `parameters`, then the given checks concurrently. The findings are in the order of the checks. */
export async function runChecks(
  deployment: Deployment,
  checks: Checks,
  onError: OnError,
): Promise<readonly NamedFinding[]> {
  let parts: DeploymentParts | undefined;
  const parameters = await attempt(
    'parameters',
    async () => {
      parts = await deployment.read(); // reads Parameter Store and not the cache, so that a missing parameter fails this check
      return { status: 'ok', kind: 'parameters', service: deployment.service };
    },
    onError,
  );
  const found = parts;
  const findings = Object.entries(checks).map(([name, check]) =>
    attempt(name, async () => (found ? check(deployment, found) : NOT_CHECKED), onError),
  );
  return [parameters, ...(await Promise.all(findings))];
}
