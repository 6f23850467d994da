import { confirm, isCancel } from '@clack/prompts';
import type { Context } from '../context.ts';

/** Asks a yes-or-no question. Pressing Enter means `usual`. */
export async function askYesNo(context: Context, question: string, usual: boolean): Promise<boolean> {
  const answer = await confirm({
    message: question,
    initialValue: usual,
    output: process.stderr, // questions go to stderr
  });
  return isCancel(answer) ? context.interruption.end() : answer;
}
