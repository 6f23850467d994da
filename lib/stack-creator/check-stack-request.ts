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
 * Returns the JSONata program that checks `$states.input` as a stack request, without `{% %}`. For a valid request, the result
 * is `{ stacks }`, a list of requests with all defaults filled in. For any other input, the result is `{ problem }`, the reason
 * for the refusal. The program never fails.
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
