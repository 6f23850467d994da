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
  /** The maximum length of the reason for a failure, in characters. */
  reasonCharacters: 1_000,
  /**
   * The maximum total length of the outputs of all stacks in a request, in characters. Even at 4 bytes for each character, they
   * fit into a state's data.
   */
  outputCharacters: 40_000,
  /** The maximum number of event pages that are read to find a stack's first failure. */
  eventPages: 20,
  /** The maximum number of event pages that are read for all stacks of a request. */
  allEventPages: 60,
  /** The maximum length of the report's subject, in characters. SNS sets this limit. */
  subjectCharacters: REMINDER_LIMITS.subjectCharacters,
  /** The maximum length of the report, in characters. */
  reportCharacters: TEXT_LIMITS.data,
  /**
   * The maximum length of the reasons in the cause of a failed execution with several stacks, in characters. Step Functions
   * accepts a cause of 32,768 characters.
   */
  problemCharacters: 20_000,
};
