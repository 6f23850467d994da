import { LIMITS } from '../../reminder/limits.ts';
import { PATTERNS } from '../../reminder/patterns.ts';
import { acceptedPrefix, type StackNameRules } from '../../reminder/stacks/stack-request.ts';
import {
  CAPABILITIES,
  ON_FAILURE,
  STACK_ACCEPTED,
  STACK_ACTIONS,
  STACK_DEFAULTS,
  STACK_REQUEST_FIELDS,
} from '../../reminder/stacks/stack-request-accepted.ts';
import { STACK_LIMITS } from '../../reminder/stacks/stack-request-limits.ts';
import { STACK_PATTERNS } from '../../reminder/stacks/stack-request-patterns.ts';
import { readJsonata } from '../shared/splice.ts';

/**
 * A JSONata expression, without its `{% %}`, that checks `$states.input` as a request to the stack creator. Its value is
 * `{ stacks }`, the requests with all defaults filled in, for a right input and `{ problem }`, a sentence, for any other; it
 * never fails.
 */
export function checkStackRequestInJsonata(rules: StackNameRules): string {
  return readJsonata('stack-creator/check-stack-request.jsonata', {
    accepted: STACK_ACCEPTED,
    limits: { ...LIMITS, ...STACK_LIMITS },
    patterns: { ...PATTERNS, ...STACK_PATTERNS },
    rules: {
      actions: STACK_ACTIONS,
      defaultAction: STACK_DEFAULTS.action,
      capabilities: CAPABILITIES,
      onFailure: ON_FAILURE,
      defaultOnFailure: STACK_DEFAULTS.onFailure,
      fields: STACK_REQUEST_FIELDS,
      prefix: rules.prefix,
      prefixCharacters: rules.prefix.length,
      prefixAccepted: acceptedPrefix(rules),
      ownStacks: rules.ownStacks,
    },
  });
}
