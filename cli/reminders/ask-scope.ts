import { isCancel, select } from '@clack/prompts';
import type { Context } from '../context.ts';

/** Asks the user whether to move the next occurrence of a repeated reminder or all occurrences. */
export async function askScope(context: Context): Promise<'one' | 'all'> {
  const scope = await select({
    message: 'This reminder is repeated. What shall I move?',
    options: [
      { value: 'one' as const, label: 'only the next time' },
      { value: 'all' as const, label: 'all times' },
    ],
    output: process.stderr, // questions go to stderr
  });
  return isCancel(scope) ? context.interruption.end() : scope;
}
