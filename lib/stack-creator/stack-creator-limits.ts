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
   * The maximum length of the outputs of all stacks in a request together, in characters. At 4 bytes for each character, the
   * outputs fit into a state's data.
   */
  outputCharacters: 40_000,
  /** The maximum number of pages of events that are read to find a stack's first failure. */
  eventPages: 20,
  /** The maximum number of pages of events that are read for all stacks of a request together. */
  allEventPages: 60,
  /** The maximum length of the report's subject, in characters, which is a limit of SNS. */
  subjectCharacters: REMINDER_LIMITS.subjectCharacters,
  /** The maximum length of the report, in characters. */
  reportCharacters: TEXT_LIMITS.data,
  /**
   * The maximum length of the cause if an execution with several stacks fails, in characters. Step Functions accepts 32,768.
   */
  problemCharacters: 20_000,
};
