import { setTimeout as sleep } from 'node:timers/promises';
import { ERRORS } from '../../core/naming/error-names.ts';
import type { DescribedExecution, Executions } from '../aws/executions.ts';
import { NewestEvents } from '../aws/newest-events.ts';
import type { Context } from '../context.ts';
import { formatElapsed } from '../due-time/elapsed.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import type { StackInput } from './stack-input.ts';
import { StackProgress } from './stack-progress.ts';
import type { StartedStack } from './start-stack.ts';

/** The check is the first that an execution does; one that has not begun after this long is not waited for. */
const CHECK_MILLISECONDS = 10_000;
const CHECK_EVERY_MILLISECONDS = 150;
/** It looks often at first, then less and less: the stack creator itself looks every 5 to 30 s. */
const LOOK_EVERY = { leastMilliseconds: 500, mostMilliseconds: 10_000, ofElapsed: 0.05 } as const;
const TICK_MILLISECONDS = 250;

/** Follows an execution of the stack creator by its history. */
export class StackFollower {
  readonly progress: StackProgress;
  private readonly events: NewestEvents;

  constructor(
    private readonly context: Context,
    private readonly executions: Executions,
    private readonly started: StartedStack,
    private readonly request: StackInput['request'],
  ) {
    this.progress = new StackProgress(request.action);
    this.events = new NewestEvents(context.connection, started.executionArn);
  }

  /**
   * Waits until the stack creator has checked the request: of a refusal no notice tells.
   *
   * @throws Failure where it refuses the request
   */
  async untilChecked(): Promise<void> {
    const deadline = Date.now() + CHECK_MILLISECONDS;
    while (Date.now() < deadline) {
      this.progress.take(await this.events.read());
      if (this.progress.accepted) {
        return;
      }
      if (this.progress.ended) {
        const execution = await this.executions.describe(this.started.executionArn);
        if (execution?.error === ERRORS.stackRequestRejected) {
          throw new Failure(EXIT.usage, clean(execution.cause ?? 'The stack creator has refused the request.'));
        }
        return;
      }
      await sleep(CHECK_EVERY_MILLISECONDS);
    }
  }

  /** Waits until the execution has ended, with one live line on a terminal, and a line for each change elsewhere. */
  async untilEnded(): Promise<DescribedExecution> {
    const { terminal } = this.context;
    const { progress } = this;
    await terminal.progress('', async ({ say }) => {
      const tell = (says: string, milliseconds: number) => {
        if (!terminal.animated) {
          terminal.note(`${formatElapsed(milliseconds).padStart(11)}  ${clean(says)}`);
        }
      };
      tell(progress.latest, Date.now() - progress.beganAt);
      for (let lookAt = 0; !progress.ended; ) {
        const elapsed = Date.now() - progress.beganAt;
        say(`${clean(this.request.stackName)}: ${clean(progress.latest)}, ${formatElapsed(elapsed)}`);
        if (Date.now() >= lookAt) {
          for (const { says, milliseconds } of progress.take(await this.events.read())) {
            tell(says, milliseconds);
          }
          const { leastMilliseconds, mostMilliseconds, ofElapsed } = LOOK_EVERY;
          lookAt = Date.now() + Math.min(mostMilliseconds, Math.max(leastMilliseconds, elapsed * ofElapsed));
        }
        await sleep(terminal.animated ? TICK_MILLISECONDS : Math.max(TICK_MILLISECONDS, lookAt - Date.now()));
      }
    });
    const execution = await this.executions.describe(this.started.executionArn);
    if (!execution) {
      throw new Failure(EXIT.failed, `The execution ${this.started.id} is gone, and with it what became of the stack.`);
    }
    return execution;
  }
}
