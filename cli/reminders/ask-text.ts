import { isCancel, text } from '@clack/prompts';
import type { Context } from '../context.ts';

/**
 * Asks the user for a line of text until an answer is accepted.
 *
 * @param problem returns the reason why an answer is refused, or `undefined` if the answer is accepted
 */
export async function askText(
  context: Context,
  question: string,
  placeholder: string,
  problem: (text: string) => string | undefined,
): Promise<string> {
  const answer = await text({
    message: question,
    placeholder,
    validate: (value) => (value?.trim() ? problem(value) : 'Write something, or press Ctrl-C.'),
    output: process.stderr, // questions go to stderr
  });
  return isCancel(answer) ? context.interruption.end() : answer;
}
