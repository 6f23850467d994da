import { isCancel, text } from '@clack/prompts';
import type { Context } from '../context.ts';

/**
 * Asks for a line of text until an answer is accepted.
 *
 * @param problem says why a text is refused; `undefined` if it is accepted
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
