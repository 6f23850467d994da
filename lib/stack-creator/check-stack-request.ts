import { acceptedPrefix, type StackNameRules } from '../../core/stack-request/stack-name-rules.ts';
import {
  CAPABILITIES,
  ON_FAILURE,
  STACK_ACCEPTED,
  STACK_ACTIONS,
  STACK_DEFAULTS,
  STACK_REQUEST_FIELDS,
} from '../../core/stack-request/stack-request-accepted-values.ts';
import { STACK_LIMITS } from '../../core/stack-request/stack-request-limits.ts';
import { STACK_PATTERNS } from '../../core/stack-request/stack-request-patterns.ts';
import { readJsonata } from '../kit/jsonata/read-jsonata.ts';

/**
 * Checks `$states.input` as a stack request, in JSONata without `{% %}`. Its value is `{ stacks }`, the requests with all
 * defaults filled in, for a valid request, and `{ problem }`, a sentence, for any other. It never fails.
 */
export function checkStackRequestInJsonata(rules: StackNameRules): string {
  return readJsonata('stack-creator/check-stack-request.jsonata', {
    accepted: STACK_ACCEPTED,
    limits: STACK_LIMITS,
    defaults: STACK_DEFAULTS,
    rules: {
      actions: STACK_ACTIONS,
      capabilities: CAPABILITIES,
      onFailure: ON_FAILURE,
      fields: STACK_REQUEST_FIELDS,
      prefix: rules.prefix,
      prefixCharacters: rules.prefix.length,
      prefixAccepted: acceptedPrefix(rules),
      ownStacks: rules.ownStacks,
    },
    ...STACK_PATTERNS,
  });
}
