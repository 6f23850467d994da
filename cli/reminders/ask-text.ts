import { isCancel, text } from '@clack/prompts';
import type { Context } from '../context.ts';

/** Asks for a line of text. */
export async function askText(context: Context, question: string, placeholder: string): Promise<string> {
  const answer = await text({
    message: question,
    placeholder,
    validate: (value) => (value?.trim() ? undefined : 'Write something, or press Ctrl-C.'),
    output: process.stderr, // stdout holds the result only
  });
  return isCancel(answer) ? context.interruption.end() : answer;
}
