import type { ReminderVerdict } from '../../core/reminder/reminder-request.ts';
import { CHECK_REMINDER_REQUEST } from '../../lib/reminders/check-reminder-request.ts';
import { JsonataProgram } from '../support/jsonata-program.ts';
import type { Characters } from '../support/strict-jsonata.js';

/**
 * Runs the JSONata check of the state machines with npm `jsonata`.
 *
 * This engine fails on a number beyond the double range (`1e400`): it becomes Infinity, and then even `$type` fails (D1001). The
 * tests run it only with the TypeScript check.
 */
export class JsonataCheck {
  readonly #program: JsonataProgram<ReminderVerdict & { readonly wakeAt?: string }>;

  /** @param characters what the characters of a regular expression are */
  constructor(characters: Characters = 'code units') {
    this.#program = new JsonataProgram(CHECK_REMINDER_REQUEST, characters);
  }

  /**
   * @param input the execution's input
   * @param startTime when the execution starts, as in the context object
   * @returns the verdict without `wakeAt`, which the TypeScript check does not have
   * @throws Error if the program fails; a state machine would fail with `States.QueryEvaluationError`
   */
  async check(input: unknown, startTime: string): Promise<ReminderVerdict> {
    const { wakeAt, ...verdict } = await this.#evaluate(input, startTime);
    expect(wakeAt === undefined).toBe('problem' in verdict);
    return verdict;
  }

  /** Returns the time at which a valid request stops waiting, as the state machine computes it. */
  async wakeAt(input: unknown, startTime: string): Promise<string | undefined> {
    return (await this.#evaluate(input, startTime)).wakeAt;
  }

  #evaluate(input: unknown, startTime: string) {
    return this.#program.evaluate({ states: { input, context: { Execution: { StartTime: startTime } } } });
  }

  /** Ends the thread. */
  close(): Promise<void> {
    return this.#program.close();
  }
}
