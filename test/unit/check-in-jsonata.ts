import type { ReminderVerdict } from '../../core/reminder/reminder-request.ts';
import { CHECK_REMINDER_REQUEST } from '../../lib/reminders/check-reminder-request.ts';
import { JsonataProgram } from '../support/jsonata-program.ts';
import type { Characters } from '../support/strict-jsonata.js';

/**
 * Runs the state machines' JSONata check with npm `jsonata`.
 *
 * In this engine, a number beyond the range of doubles (`1e400`) becomes Infinity, and even `$type` fails (D1001). The tests
 * therefore check such a number only in TypeScript.
 */
export class JsonataCheck {
  readonly #program: JsonataProgram<ReminderVerdict & { readonly wakeAt?: string; readonly startAt?: string }>;

  /** @param characters the units that a regular expression counts as characters */
  constructor(characters: Characters = 'code units') {
    this.#program = new JsonataProgram(CHECK_REMINDER_REQUEST, characters);
  }

  /**
   * @param input the execution's input
   * @param startTime the execution's start, as in the context object
   * @returns the verdict without `wakeAt` and `startAt`, which the TypeScript check does not have
   * @throws Error if the program fails; a state machine would fail with `States.QueryEvaluationError`
   */
  async check(input: unknown, startTime: string): Promise<ReminderVerdict> {
    const { wakeAt, startAt, ...verdict } = await this.#evaluate(input, startTime);
    expect([wakeAt, startAt].filter(Boolean)).toHaveLength(
      'problem' in verdict || verdict.skipped !== undefined ? 0 : 1,
    );
    return verdict;
  }

  /** Returns the time at which a valid request stops waiting, as the state machine computes it. */
  async wakeAt(input: unknown, startTime: string): Promise<string | undefined> {
    return (await this.#evaluate(input, startTime)).wakeAt;
  }

  /** Returns the time at which Scheduler starts the execution of a valid request again, as the state machine computes it. */
  async startAt(input: unknown, startTime: string): Promise<string | undefined> {
    return (await this.#evaluate(input, startTime)).startAt;
  }

  #evaluate(input: unknown, startTime: string) {
    return this.#program.evaluate({ states: { input, context: { Execution: { StartTime: startTime } } } });
  }

  /** Ends the worker thread. */
  close(): Promise<void> {
    return this.#program.close();
  }
}
