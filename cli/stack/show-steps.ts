import type { DescribedExecution } from '../../client/aws/executions.ts';
import { describeStep } from '../../client/stack-requests/describe-step.ts';
import type { StackFollower } from '../../client/stack-requests/follow-stack-request.ts';
import type { StackProgress, StackStep } from '../../client/stack-requests/stack-progress.ts';
import { formatElapsed } from '../../core/text/format-elapsed.ts';
import type { Context } from '../context.ts';
import { clean } from '../terminal/clean.ts';

const TICK_MILLISECONDS = 250;

/** Waits until a stack request has ended. On a terminal, updates one line. Otherwise, prints a line for each step. */
export async function showSteps(
  { terminal }: Context,
  stackName: string,
  follower: StackFollower,
): Promise<DescribedExecution> {
  const { progress } = follower;
  const elapsed = () => Date.now() - progress.beganAt;
  const report = (step: StackProgress['latest'] | StackStep, milliseconds: number) => {
    if (!terminal.animated) {
      terminal.note(`${formatElapsed(milliseconds).padStart(11)}  ${clean(describeStep(step))}`);
    }
  };
  return terminal.progress('', async ({ say }) => {
    const show = () => say(`${clean(stackName)}: ${clean(describeStep(progress.latest))}, ${formatElapsed(elapsed())}`);
    const ticks = terminal.animated ? setInterval(show, TICK_MILLISECONDS) : undefined;
    try {
      show();
      report(progress.latest, elapsed());
      return await follower.untilEnded((step) => report(step, step.milliseconds));
    } finally {
      clearInterval(ticks);
    }
  });
}
