import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { TEXT_LIMITS } from '../kit/state-machines/text-limits.ts';

/**
 * The polling interval for a stack's status: the first interval in seconds, its growth factor, and the longest interval in
 * seconds.
 */
export const LOOKS = { first: 5, growth: 1.5, longest: 30 };

/**
 * The limits of the data that the stack creator reads and reports. `STACK_LIMITS` in `core/stack-request/` has the limits of a
 * request.
 */
export const STACK_CREATOR_LIMITS = {
  /** The most characters in the reason for a failure. */
  reasonCharacters: 1_000,
  /**
   * The most characters in all of a request's outputs together. At 4 bytes for each character, the outputs fit into a state's
   * data.
   */
  outputCharacters: 40_000,
  /** The most pages of events that are read to find a stack's first failure. */
  eventPages: 20,
  /** The most pages of events that are read for all stacks of a request together. */
  allEventPages: 60,
  /** The most characters in the report's subject, which SNS limits. */
  subjectCharacters: REMINDER_LIMITS.subjectCharacters,
  /** The most characters in the report. */
  reportCharacters: TEXT_LIMITS.data,
  /** The most characters in the cause of a failed execution with several stacks. Step Functions accepts 32,768 characters. */
  problemCharacters: 20_000,
};
