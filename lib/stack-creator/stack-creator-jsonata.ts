import { STACK_STATUSES } from '../../core/stack-request/stack-statuses.ts';
import { JsonataFunction, type JsonataValues, readJsonata, withPreamble } from '../kit/jsonata/read-jsonata.ts';
import { LOOKS, STACK_CREATOR_LIMITS } from './stack-creator-limits.ts';

/** The values that the stack creator's JSONata may use. */
const VALUES: JsonataValues = {
  cloudFormationError: new JsonataFunction('stack-creator/cloudformation-error.jsonata'),
  limits: STACK_CREATOR_LIMITS,
  looks: LOOKS,
  statuses: {
    ...STACK_STATUSES,
    notComplete: [...STACK_STATUSES.failed, ...STACK_STATUSES.notDeleted, ...STACK_STATUSES.deleted],
  },
};

/** Puts a preamble in front of the JSONata expression and `{% %}` around both, as the States Language requires. */
export function jsonata(expression: string): string {
  return `{% ${withPreamble(expression, VALUES)} %}`;
}

/** Reads an expression from a `.jsonata` file in this folder, and returns it in the form of {@link jsonata}. */
export function jsonataFile(name: string, values: JsonataValues = {}): string {
  return `{% ${readJsonata(`stack-creator/${name}.jsonata`, { ...VALUES, ...values })} %}`;
}
