import type { ReminderVerdict } from '../../core/reminder/reminder-request.ts';
import { CHECK_REMINDER_REQUEST } from '../../lib/reminders/check-reminder-request.ts';
import { JsonataProgram } from '../support/jsonata-program.ts';

/**
 * Runs the state machines' check, the JSONata program, with npm `jsonata`.
 *
 * Two inputs this engine cannot take, though JSON can write them; the TypeScript check takes both and the tests keep them
 * from here. A number beyond the double range (`1e400`) becomes Infinity, of which no JSONata function can even ask the
 * type (D1001). An object with the field `_jsonata_function` or `_jsonata_lambda` set to true passes for a function (T0410).
 */
export class JsonataCheck {
  readonly #program = new JsonataProgram<ReminderVerdict & { readonly wakeAt?: string }>(CHECK_REMINDER_REQUEST);

  /**
   * @param input the execution's input, out of JSON
   * @param startTime when the execution starts, as the context object writes it
   * @returns the verdict, without until when to wait, which the TypeScript check does not tell
   * @throws Error where the program fails, as a state machine would with `States.QueryEvaluationError`
   */
  async check(input: unknown, startTime: string): Promise<ReminderVerdict> {
    const { wakeAt, ...verdict } = await this.#evaluate(input, startTime);
    expect(wakeAt === undefined).toBe('problem' in verdict);
    return verdict;
  }

  /** When a right request wakes. */
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
