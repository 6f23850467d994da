import { html, nothing } from './lit.js';
import { sign, statusLabel } from './signs.js';
import { formatCountdown, formatExactly, formatWhen } from './time.js';

/** The top of an execution's page: its heading, status, countdown and result. */

/** The page's labels for execution statuses, keyed by the status in Step Functions. */
export const STATUSES = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'failed',
  ABORTED: 'cancelled',
};
const ENDS = {
  succeeded: { look: 'done', name: 'Succeeded' },
  failed: { look: 'failed', name: 'Failed' },
  cancelled: { look: 'stopped', name: 'Cancelled' },
};

/** Returns the first attempt's id and the number of the attempt. */
function attemptOf(id) {
  const [, first, attempt] = /^(\d{8}T\d{6}Z-[0-9a-f]{16})(?:-(\d+))?$/.exec(id) ?? [];
  return { first: first ?? id, attempt: Number(attempt ?? 1) };
}

/** Searches the store for the newest later attempt at a reminder. Returns its id, or `undefined` if there is none. */
export function newerAttempt(store, { via, id }) {
  const { first, attempt } = attemptOf(id);
  let newest;
  for (let later = attempt + 1; store.reminders.has(`${via}/${first}-${later}`); later += 1) {
    newest = `${first}-${later}`;
  }
  return newest;
}

/** Parses JSON text. Returns an empty object for `null`, and for text that is not JSON. */
export const parse = (text) => {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
};

/** Returns the heading: a reminder's message, the names of the stacks in a stack request, or otherwise the execution's id. */
export function titleOf({ input, id }, reminder) {
  const { stackName, stacks } = parse(input);
  const names = Array.isArray(stacks) ? stacks.map((each) => each?.stackName).join(', ') : stackName;
  return (reminder ? reminder.message : names) ?? id;
}

/** Returns the style, title and caption of the timeline's last entry. */
export function endOf({ status, error, startedAt, stoppedAt }) {
  const word = STATUSES[status];
  if (!ENDS[word]) {
    return { look: 'no', name: 'End', words: 'to come' };
  }
  const words = { succeeded: formatExactly(stoppedAt - startedAt), failed: error, cancelled: '' }[word];
  return { ...ENDS[word], words };
}

const jump = (via, id, words) =>
  html`<div class="say plain">${sign('repeated')}<p>${words}</p><a class="btn" href=${`/reminders/${via}/${encodeURIComponent(id)}`}>Jump to the new run</a></div>`;

function notices({ status, error, cause, movedTo, machine }, reminder, newer) {
  const hasFailed = STATUSES[status] === 'failed';
  return html`${hasFailed ? html`<div class="say">${sign('failed')}<p><b>${reminder ? 'It was not sent.' : 'It failed.'}</b> ${cause || error}</p></div>` : nothing}
    ${movedTo ? jump(machine, movedTo, 'This reminder was moved.') : newer ? jump(machine, newer, 'This reminder was started again.') : nothing}`;
}

function countdown({ status, startedAt, stoppedAt, waiting }, due, now) {
  if ((status !== 'RUNNING' && !waiting) || due === undefined) {
    const words = status === 'RUNNING' ? 'so far' : 'from start to end';
    return html`<p class="left">${formatExactly((stoppedAt ?? now) - startedAt)}<small>${words}</small></p>`;
  }
  return due > now
    ? html`<p class="left">${formatCountdown(due - now)}<small>until it is due</small></p>`
    : html`<p class="left">now<small>it is being sent</small></p>`;
}

/**
 * Renders the top of the page.
 *
 * @param {object} parts the execution as `run`, its `reminder` if there is one, the id of a `newer` attempt, and the time `now`
 */
export function executionHead({ run, reminder, newer, now }) {
  const { machine, id, status } = run;
  const word = STATUSES[status];
  const icon = { running: 'pending', succeeded: 'sent' }[word] ?? word;
  const due = reminder?.due;
  return html`<div class="head"><div><h1>${titleOf(run, reminder)}</h1>
    <div class="sub">${reminder ? statusLabel(reminder.status) : statusLabel(icon, word)}
    ${due === undefined || reminder?.status === 'paused' ? nothing : html`<span>due ${formatWhen(due, now)}</span>`}<span>${reminder ? `via ${machine}` : 'stack creator'}</span><span class="mono">${id}</span></div></div>${reminder?.status === 'paused' ? nothing : countdown(run, due, now)}</div>
    ${notices(run, reminder, newer)}`;
}
