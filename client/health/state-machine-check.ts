import type { Via } from '../../core/naming/physical-names.ts';
import type { Check } from './finding.ts';
import { nameAtEnd, unlessGone } from './gone.ts';

/** Returns a check of a state machine, which must exist and accept executions. */
export const checkStateMachine =
  (via: Via): Check =>
  async (deployment, { stateMachineArns }) => {
    const { executions, arns } = await deployment.machines(stateMachineArns);
    const state = (await unlessGone(executions.stateMachine(arns[via])))?.status;
    return { status: state === 'ACTIVE' ? 'ok' : 'fail', kind: 'state-machine', name: nameAtEnd(arns[via]), state };
  };
