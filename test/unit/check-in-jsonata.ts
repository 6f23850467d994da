import { holdFor, MOST_HOLD_DAYS } from '../../core/reminder/hold.ts';
import type { ReminderVerdict } from '../../core/reminder/reminder-request.ts';
import { checkReminderRequestInJsonata } from '../../lib/reminders/check-reminder-request.ts';
import { JsonataProgram } from '../support/jsonata-program.ts';
import type { Characters } from '../support/strict-jsonata.js';

/** The fields that the JSONata check adds to its verdict. */
interface Times {
  readonly wakeAt?: string;
  readonly startAt?: string;
  readonly startSuffix?: string;
}

/**
 * The state machines' JSONata check, which npm `jsonata` runs.
 *
 * In this engine, a number beyond the range of doubles (`1e400`) becomes Infinity, and even `$type` fails for it (D1001). The
 * tests therefore check such a number only in TypeScript.
 */
export class JsonataCheck {
  readonly #program: JsonataProgram<ReminderVerdict & Times>;

  /**
   * @param characters the units that a regular expression counts as characters
   * @param holdDays the deployment's setting `holdDays`
   */
  constructor(characters: Characters = 'code units', holdDays = MOST_HOLD_DAYS) {
    this.#program = new JsonataProgram(checkReminderRequestInJsonata(holdFor(holdDays)), characters);
  }

  /**
   * Checks the input of an execution.
   *
   * @param input the execution's input
   * @param startTime the execution's start time, as in the Context object
   * @returns the verdict without the {@link times}, which the TypeScript check does not return
   * @throws Error if the program fails; a state machine would fail with `States.QueryEvaluationError`
   */
  async check(input: unknown, startTime: string): Promise<ReminderVerdict> {
    const { wakeAt, startAt, startSuffix, ...verdict } = await this.#evaluate(input, startTime);
    expect([wakeAt, startAt].filter(Boolean)).toHaveLength(
      'problem' in verdict || verdict.skipped !== undefined ? 0 : 1,
    );
    return verdict;
  }

  /**
   * Returns the time at which the execution of a valid request stops waiting. If the execution passes its reminder to
   * EventBridge Scheduler, returns the start time of the second execution, and the suffix of its name.
   */
  async times(input: unknown, startTime: string): Promise<Times> {
    const { wakeAt, startAt, startSuffix } = await this.#evaluate(input, startTime);
    return wakeAt === undefined ? { startAt, startSuffix } : { wakeAt };
  }

  #evaluate(input: unknown, startTime: string) {
    return this.#program.evaluate({ states: { input, context: { Execution: { StartTime: startTime } } } });
  }

  /** Ends the worker thread. */
  close(): Promise<void> {
    return this.#program.close();
  }
}
