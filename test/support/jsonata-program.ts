import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Characters } from './strict-jsonata.js';

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** A JSONata program that npm `jsonata` runs in a worker thread, because the engine is six times slower in Jest's sandbox. */
export class JsonataProgram<Value = unknown> {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #calls = 0;

  /**
   * Starts the worker thread.
   *
   * @param program the expression, without `{% %}`
   * @param characters the units that a regular expression counts as characters
   */
  constructor(program: string, characters: Characters = 'code units') {
    this.#worker = new Worker(join(import.meta.dirname, 'jsonata-worker.js'), { workerData: { program, characters } });
    this.#worker.on('message', (answer: Answer) => {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  /**
   * Evaluates the program.
   *
   * @param bindings the variables of the program, such as `states`
   * @throws Error if the program fails or has no value; a state machine would fail with `States.QueryEvaluationError`
   */
  async evaluate(bindings: Readonly<Record<string, unknown>>): Promise<Value> {
    const id = this.#calls++;
    const { value, error } = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker.postMessage({ id, bindings });
    });
    if (value === undefined) {
      throw new Error(`The JSONata program fails: ${error ?? 'it has no value'}`);
    }
    return value as Value;
  }

  /** Ends the worker thread. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
