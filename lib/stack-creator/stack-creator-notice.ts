import { LIMITS } from '../../reminder/limits.ts';
import { readJsonata } from '../shared/splice.ts';

/**
 * A JSONata expression, without its `{% %}`, that puts into words what became of the stacks in `$states.input.stacks`:
 * `{ subject, message, problem }`.
 */
export const STACK_NOTICE = readJsonata('stack-creator/stack-creator-notice.jsonata', {
  limits: LIMITS,
  notice: {
    // at 4 bytes a character this stays below the 256 KiB of an SNS message
    characters: 60_000,
    // Step Functions takes a cause of at most 32,768 characters
    problemCharacters: 20_000,
  },
});
