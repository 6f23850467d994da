import { LIMITS } from '../../reminder/limits.ts';
import { readJsonata } from '../shared/splice.ts';
import { TEXT_LIMITS } from '../shared/text-limits.ts';

/**
 * A JSONata expression, without its `{% %}`, that puts into words what became of the stacks in `$states.input.stacks`:
 * `{ subject, message, problem }`.
 */
export const STACK_NOTICE = readJsonata('stack-creator/stack-creator-notice.jsonata', {
  limits: LIMITS,
  texts: TEXT_LIMITS,
  notice: {
    // Step Functions takes a cause of at most 32,768 characters
    problemCharacters: 20_000,
  },
});
