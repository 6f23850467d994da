import { isCancel, text } from '@clack/prompts';
import type { Context } from '../context.ts';

/**
 * Asks for a line of text, until there is one that can be taken.
 *
 * @param problem why a text cannot be taken, if so
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
    output: process.stderr, // stdout holds the result only
  });
  return isCancel(answer) ? context.interruption.end() : answer;
}
