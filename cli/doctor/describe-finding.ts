import type { Finding } from '../../client/health/finding.ts';
import { type FindingWords, sayFinding } from '../../client/health/finding-words.ts';
import type { Context } from '../context.ts';
import { sayFailure } from '../explain-error.ts';

const LOOK_FURTHER = 'Try again in a minute; https://health.aws.amazon.com shows whether AWS has trouble.';

/** Describes a finding of `doctor` in words. */
export function describeFinding(
  finding: Finding,
  { command, options }: Pick<Context, 'command' | 'options'>,
): FindingWords {
  if (finding.kind !== 'check-failed') {
    return sayFinding(finding, command);
  }
  const { problem, next = LOOK_FURTHER } = sayFailure(finding.failure, { ...options, lookFurther: LOOK_FURTHER });
  return { detail: problem, fix: next };
}
