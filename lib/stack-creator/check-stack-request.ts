import { acceptedPrefix, type StackNameRules } from '../../core/stack-request/stack-request.ts';
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
import { CONTROL_CHARACTER } from '../../core/text/control-characters.ts';
import { SHOWN } from '../../core/text/show-value.ts';
import { readJsonata } from '../kit/jsonata/splice.ts';

/**
 * A JSONata expression, without its `{% %}`, that checks `$states.input` as a request to the stack creator. Its value is
 * `{ stacks }`, the requests with all defaults filled in, for a right input and `{ problem }`, a sentence, for any other; it
 * never fails.
 */
export function checkStackRequestInJsonata(rules: StackNameRules): string {
  return readJsonata('stack-creator/check-stack-request.jsonata', {
    accepted: STACK_ACCEPTED,
    limits: STACK_LIMITS,
    shown: SHOWN,
    patterns: { ...STACK_PATTERNS, control: CONTROL_CHARACTER },
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
