import type { DescribedExecution } from '../../client/aws/executions.ts';
import type { StackFollower } from '../../client/stack-requests/follow-stack-request.ts';
import type { StackProgress, StackStep } from '../../client/stack-requests/stack-progress.ts';
import type { Context } from '../context.ts';
import { formatElapsed } from '../due-time/elapsed.ts';
import { clean } from '../terminal/clean.ts';

const TICK_MILLISECONDS = 250;

/** Puts a step into words, or what CloudFormation calls the status. */
function describeStep(step: StackProgress['latest']): string {
  switch (step?.kind) {
    case undefined:
      return 'starting';
    case 'asked':
      return `asked CloudFormation to ${step.verb} it`;
    case 'status':
      return clean(step.status);
    case 'unchanged':
      return 'nothing to change';
    case 'reading-events':
      return 'reading the events';
  }
}

/** Waits until a stack request has ended, with one live line on a terminal, and a line for each step elsewhere. */
export async function showSteps(
  { terminal }: Context,
  stackName: string,
  follower: StackFollower,
): Promise<DescribedExecution> {
  const { progress } = follower;
  const elapsed = () => Date.now() - progress.beganAt;
  const report = (step: StackProgress['latest'] | StackStep, milliseconds: number) => {
    if (!terminal.animated) {
      terminal.note(`${formatElapsed(milliseconds).padStart(11)}  ${describeStep(step)}`);
    }
  };
  return terminal.progress('', async ({ say }) => {
    const show = () => say(`${clean(stackName)}: ${describeStep(progress.latest)}, ${formatElapsed(elapsed())}`);
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
