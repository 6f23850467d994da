/** Something that the person at the terminal can put right. Its message is one sentence or two: what is wrong, what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

/**
 * What to tell of an error: the message of a Problem; of another one what failed, and why.
 *
 * @param failed such as `Deploying the stacks failed`
 */
export function sentenceOf(failed: string, error: unknown): string {
  if (error instanceof Problem) {
    return error.message;
  }
  const reason = (error instanceof Error ? error.message : String(error)).replace(/[.]$/, '');
  return `${failed}: ${reason}.${reason.includes('ENOSPC') ? ' Free some space on the disk and start again.' : ''}`;
}
