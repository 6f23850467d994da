import type { Context } from '../context.ts';
import type { Deployment } from '../deployment.ts';

/** What a check has found. */
export interface Finding {
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  /** What to do about it; none where all is well. */
  readonly mend: string | null;
}

/** Looks at one thing that a reminder needs; whatever it throws is a failed finding. */
export type Check = (context: Context, deployment: Deployment) => Promise<Finding>;

/** All is well. */
export const ok = (detail: string): Finding => ({ status: 'ok', detail, mend: null });

/** Reminders arrive, but something should be mended. */
export const warn = (detail: string, mend: string): Finding => ({ status: 'warn', detail, mend });

/** Reminders do not arrive. */
export const fail = (detail: string, mend: string): Finding => ({ status: 'fail', detail, mend });

/** It hangs on something that another check finds failed. */
export const NOT_LOOKED_AT = fail('It could not be looked at.', 'Mend what fails above first.');

/** What mends a deployment of an older version. */
export const DEPLOY = 'Deploy this version: npx cdk deploy --all.';
