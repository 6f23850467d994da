import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { STACK_STATUSES } from '../../core/stack-request/stack-statuses.ts';
import { JsonataFunction, type JsonataValues, readJsonata, withPreamble } from '../kit/jsonata/read-jsonata.ts';
import { TEXT_LIMITS } from '../kit/state-machines/text-limits.ts';

/** What the JSONata of the stack creator may use. */
const VALUES: JsonataValues = {
  cloudFormationError: new JsonataFunction('stack-creator/cloudformation-error.jsonata'),
  limits: {
    /** Characters of the reason for a failure. */
    reasonCharacters: 1_000,
    /** Characters of all outputs of a request; at 4 bytes each they fit into a state's data. */
    outputCharacters: 40_000,
    /** Pages of events that are read to find the first failure of a stack. */
    eventPages: 20,
    /** The same for all stacks of a request together. */
    allEventPages: 60,
    /** Characters of the report's subject, for SNS. */
    subjectCharacters: REMINDER_LIMITS.subjectCharacters,
    /** Characters of the report. */
    reportCharacters: TEXT_LIMITS.data,
    /** Characters of the cause of an execution with several stacks; Step Functions accepts 32,768. */
    problemCharacters: 20_000,
  },
  /** Seconds between two looks at a stack: the first interval, its growth factor, and the longest interval. */
  looks: { first: 5, growth: 1.5, longest: 30 },
  statuses: {
    ...STACK_STATUSES,
    notComplete: [...STACK_STATUSES.failed, ...STACK_STATUSES.notDeleted, ...STACK_STATUSES.deleted],
  },
};

/** Makes the value of a field from a JSONata expression. */
export function jsonata(expression: string): string {
  return `{% ${withPreamble(expression, VALUES)} %}`;
}

/** Makes the value of a field from a `.jsonata` file of this folder. */
export function jsonataFile(name: string, values: JsonataValues = {}): string {
  return `{% ${readJsonata(`stack-creator/${name}.jsonata`, { ...VALUES, ...values })} %}`;
}
