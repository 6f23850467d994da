import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { readJsonata } from '../kit/jsonata/splice.ts';
import { TEXT_LIMITS } from '../kit/state-machines/text-limits.ts';

/**
 * A JSONata expression, without its `{% %}`, that puts into words what became of the stacks in `$states.input.stacks`:
 * `{ subject, message, problem }`.
 */
export const STACK_NOTICE = readJsonata('stack-creator/stack-creator-notice.jsonata', {
  limits: REMINDER_LIMITS,
  texts: TEXT_LIMITS,
  notice: {
    // Step Functions takes a cause of at most 32,768 characters
    problemCharacters: 20_000,
  },
});
