import { formatCountdown, formatExactly } from './time.js';

/** The labels, colours and icons for the status of an execution's visit to a state. */

const KINDS = {
  'not reached': { word: 'not reached', look: 'no' },
  running: { word: 'running', look: 'waiting', sign: 'pending' },
  retrying: { word: 'retrying', look: 'warn', sign: 'repeated' },
  passed: { word: 'done', look: 'done', sign: 'sent' },
  retried: { word: 'retried', look: 'done', sign: 'repeated' },
  caught: { word: 'caught', look: 'caught', sign: 'caught' },
  failed: { word: 'failed', look: 'failed', sign: 'failed' },
  stopped: { word: 'stopped', look: 'stopped', sign: 'cancelled' },
};

/** Returns the label, the CSS class and the icon for a status. The label of a running Wait state is `waiting`. */
export function kindOf(status, type) {
  const kind = KINDS[status] ?? KINDS['not reached'];
  return status === 'running' && type === 'Wait' ? { ...kind, word: 'waiting' } : kind;
}

/**
 * Returns the end of a visit to a Wait state in milliseconds since the epoch. Returns `undefined` if the input does not contain
 * it.
 */
export function endOfWait(visit) {
  try {
    const { wakeAt } = JSON.parse(visit.input);
    return Date.parse(wakeAt) || undefined;
  } catch {
    return undefined;
  }
}

/** Returns a short description of what an execution did or is doing in a state. */
export function progressOf(type, state, now) {
  const visit = state?.newest.at(-1);
  if (!visit) {
    return 'not reached';
  }
  const { status, enteredAt, exitedAt, tries } = visit;
  const took = formatExactly((exitedAt ?? now) - enteredAt);
  if (state.visits > 1) {
    return `${state.visits} visits`;
  }
  if (status === 'running' && type === 'Wait') {
    const end = endOfWait(visit);
    return end === undefined ? `${took} so far` : `${formatCountdown(end - now)} left`;
  }
  if (status === 'running' || status === 'retrying') {
    return tries.length > 1 || status === 'retrying' ? `try ${tries.length}, ${took}` : `${took} so far`;
  }
  return tries.length > 1 ? `${tries.length} tries in ${took}` : took;
}
