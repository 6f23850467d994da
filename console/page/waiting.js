import { html, nothing } from './lit.js';
import { sign } from './signs.js';
import { formatDistance, formatWhen } from './time.js';

/** A reminder that is scheduled in EventBridge Scheduler: a repeated reminder, or one due too far ahead for an execution. */

/** Renders the reminder's schedule, and its next occurrences. */
export function drawWaiting({ every, next }, isPaused, now) {
  const words = every
    ? html`<b>${isPaused ? 'Paused' : 'Repeated'}:</b> ${every}. EventBridge Scheduler ${isPaused ? 'starts nothing until you resume it' : 'starts an execution at each of these times, and in between, nothing runs'}.`
    : 'It waits in EventBridge Scheduler, which starts its state machine again shortly before it is due.';
  return html`<div class="say plain">${sign(every ? 'repeated' : 'pending')}<p>${words}</p></div>
    ${next.length === 0 || isPaused ? nothing : html`<section class="more"><h2>Next times</h2><ol class="next">${next.map((at) => html`<li><span>${formatWhen(at, now)}</span> <span class="muted">${formatDistance(at, now)}</span></li>`)}</ol></section>`}`;
}
