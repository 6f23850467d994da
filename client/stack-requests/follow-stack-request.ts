import { setTimeout as sleep } from 'node:timers/promises';
import { ERRORS } from '../../core/naming/error-names.ts';
import type { DescribedExecution, Executions } from '../aws/executions.ts';
import type { NewestEvents } from '../aws/newest-events.ts';
import { ClientError } from '../failures.ts';
import type { StackAction } from './stack-input.ts';
import { StackProgress, type StackStep } from './stack-progress.ts';
import type { StartedStackRequest } from './start-stack-request.ts';

/** The maximum wait for the check of the request. The check is the execution's first step. */
const CHECK_MILLISECONDS = 10_000;
const CHECK_EVERY_MILLISECONDS = 150;
/**
 * The polling interval: 5% of the time since the execution's start, but at least 0.5 s and at most 10 s. The stack creator
 * itself polls CloudFormation every 5 to 30 s.
 */
const LOOK_EVERY = { leastMilliseconds: 500, mostMilliseconds: 10_000, ofElapsed: 0.05 } as const;

/** The execution to follow, and the clients that read it. */
export interface StackFollowerOptions {
  readonly executions: Executions;
  readonly events: NewestEvents;
  readonly started: Pick<StartedStackRequest, 'id' | 'executionArn'>;
  /** The action of a request for one stack. Missing if the request is for several stacks. */
  readonly action?: StackAction;
  readonly signal?: AbortSignal;
}

/** Follows a stack creator execution through its history. */
export class StackFollower {
  readonly progress: StackProgress;
  private readonly options: StackFollowerOptions;

  constructor(options: StackFollowerOptions) {
    this.options = options;
    this.progress = new StackProgress(options.action);
  }

  /**
   * Waits at most 10 s until the stack creator has checked the request. The stack creator sends no email about a refusal, so
   * the command must report it.
   *
   * @throws ClientError `stack-request-refused` if the request did not pass the check
   */
  async untilChecked(): Promise<void> {
    const { executions, started, signal } = this.options;
    const deadline = Date.now() + CHECK_MILLISECONDS;
    while (Date.now() < deadline) {
      await this.read();
      if (this.progress.accepted) {
        return;
      }
      if (this.progress.ended) {
        const execution = await executions.describe(started.executionArn, signal);
        if (execution?.error === ERRORS.stackRequestRejected) {
          throw new ClientError({
            kind: 'stack-request-refused',
            problem: execution.cause ?? 'The stack creator refused the request.',
          });
        }
        return;
      }
      await sleep(CHECK_EVERY_MILLISECONDS, undefined, { signal });
    }
  }

  /**
   * Waits until the execution has ended.
   *
   * @param onStep called with each new step
   * @throws ClientError `execution-gone` if the execution no longer exists
   */
  async untilEnded(onStep: (step: StackStep) => void = () => {}): Promise<DescribedExecution> {
    const { executions, started, signal } = this.options;
    const { leastMilliseconds, mostMilliseconds, ofElapsed } = LOOK_EVERY;
    while (!this.progress.ended) {
      for (const step of await this.read()) {
        onStep(step);
      }
      if (!this.progress.ended) {
        const elapsed = Date.now() - this.progress.beganAt;
        const pause = Math.min(mostMilliseconds, Math.max(leastMilliseconds, elapsed * ofElapsed));
        await sleep(pause, undefined, { signal });
      }
    }
    const execution = await executions.describe(started.executionArn, signal);
    if (!execution) {
      throw new ClientError({ kind: 'execution-gone', id: started.id });
    }
    return execution;
  }

  private async read(): Promise<StackStep[]> {
    return this.progress.take(await this.options.events.read(this.options.signal));
  }
}
