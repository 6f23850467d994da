import { confirm, isCancel } from '@clack/prompts';
import type { Context } from '../context.ts';

/** Asks a question that is answered with yes or no. */
export async function askYesNo(context: Context, question: string, usual: boolean): Promise<boolean> {
  const answer = await confirm({
    message: question,
    initialValue: usual,
    output: process.stderr, // stdout holds the result only
  });
  return isCancel(answer) ? context.interruption.end() : answer;
}
