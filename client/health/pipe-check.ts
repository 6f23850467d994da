import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Check } from './finding.ts';
import { unlessGone } from './gone.ts';

/** Checks that the pipe of the throttled queue is running. */
export const checkPipe: Check = async ({ connection, service }) => {
  const { describePipe } = await import('../aws/pipes.ts');
  const name = physicalNames(service).pipe;
  const state = (await unlessGone(describePipe(connection, name)))?.state;
  return { status: state === 'RUNNING' ? 'ok' : 'fail', kind: 'pipe', name, state };
};
