import type { Via } from '../../core/naming/physical-names.ts';
import { type Check, fail, ok } from './finding.ts';
import { makeAgain, nameOf, unlessGone } from './gone.ts';

/** Whether a state machine is there and takes executions. */
export const checkStateMachine =
  (via: Via): Check =>
  async (context, { stateMachineArns }) => {
    const { Executions } = await import('../aws/executions.ts');
    const arn = stateMachineArns[via];
    const status = await unlessGone(new Executions(context.connection).stateMachineStatus(arn));
    return status === 'ACTIVE'
      ? ok(`${nameOf(arn)} is active`)
      : fail(`${nameOf(arn)} is ${status ?? 'gone'}.`, makeAgain());
  };
