import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CHECK_REQUEST } from '../../lib/check-request.ts';
import type { Verdict } from '../../reminder/check-request.ts';

interface Answer {
  readonly id: number;
  readonly value?: Verdict;
  readonly error?: string;
}

/**
 * Runs the state machines' check, the JSONata program, with npm `jsonata`. It does so in a thread of its own, because
 * Jest's sandbox makes the engine six times slower.
 *
 * Two inputs this engine cannot take, though JSON can write them; the TypeScript check takes both and the tests keep them
 * from here. A number beyond the double range (`1e400`) becomes Infinity, of which no JSONata function can even ask the
 * type (D1001). An object with the field `_jsonata_function` or `_jsonata_lambda` set to true passes for a function (T0410).
 */
export class JsonataCheck {
  readonly #worker = new Worker(join(import.meta.dirname, 'jsonata-worker.js'), {
    workerData: { program: CHECK_REQUEST },
  });
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #calls = 0;

  constructor() {
    this.#worker.on('message', (answer: Answer) => {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  /**
   * @param input the execution's input, out of JSON
   * @param startTime when the execution starts, as the context object writes it
   * @throws Error where the program fails, as a state machine would with `States.QueryEvaluationError`
   */
  async check(input: unknown, startTime: string): Promise<Verdict> {
    const id = this.#calls++;
    const { value, error } = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      const states = { input, context: { Execution: { StartTime: startTime } } };
      this.#worker.postMessage({ id, bindings: { states } });
    });
    if (value === undefined) {
      throw new Error(`The JSONata check fails: ${error ?? 'it has no value'}`);
    }
    return value;
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
