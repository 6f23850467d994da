import { ClientError } from '../../client/failures.ts';

/** An error that the user can fix. Its message says what is wrong and what to do, in one or two sentences. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

/**
 * Returns the error message for the user. For a Problem, this is its message. For any other error, it is `failed` with the
 * reason.
 *
 * @param failed what failed, such as `Deploying the stacks failed`
 */
export function sentenceOf(failed: string, error: unknown): string {
  if (error instanceof Problem) {
    return error.message;
  }
  const failure = error instanceof ClientError ? JSON.stringify(error.failure) : undefined;
  const reason = failure ?? (error instanceof Error ? error.message : String(error)).replace(/[.]$/, '');
  return `${failed}: ${reason}.${reason.includes('ENOSPC') ? ' Free some disk space and start again.' : ''}`;
}
