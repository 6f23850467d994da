import { showJson, showJsonText } from './json-view.js';
import { html, nothing } from './lit.js';
import { sign } from './signs.js';
import { endOfWait, kindOf } from './state-words.js';
import { formatClock, formatCountdown, formatExactly, formatWhen } from './time.js';

/** The panel of one state: its comment, its definition, and the data and tries of an execution's visit to it. */

/** Formats a moment with milliseconds: `15:00:11.097`. */
export const formatPrecisely = (moment) => {
  const clock = formatClock(moment);
  const seconds = clock.length === 5 ? `${clock}:00` : clock;
  return `${seconds}.${String(moment % 1_000).padStart(3, '0')}`;
};

const times = ({ type, enteredAt, exitedAt, status, ...visit }, now) => {
  const end = type === 'Wait' ? endOfWait(visit) : undefined;
  const isOpen = exitedAt === undefined;
  return html`<dl>
    <dt>Entered</dt><dd>${formatPrecisely(enteredAt)}</dd>
    ${isOpen && end ? html`<dt>Ends</dt><dd>${formatWhen(end, now)}</dd><dt>Left</dt><dd>${formatCountdown(end - now)}</dd>` : nothing}
    ${isOpen ? html`<dt>So far</dt><dd>${formatExactly(now - enteredAt)}</dd>` : html`<dt>Left it</dt><dd>${formatPrecisely(exitedAt)}</dd><dt>Took</dt><dd>${formatExactly(exitedAt - enteredAt)}</dd>`}
  </dl>`;
};

function tries({ tries: all }) {
  if (all.length < 2 && !all[0]?.failure) {
    return nothing;
  }
  const pause = (index) =>
    index === 0 ? '' : formatExactly(all[index].at - (all[index - 1].endedAt ?? all[index].at));
  return html`<h3>Tries</h3><table class="tries"><thead><tr><th scope="col">Try</th><th scope="col">At</th><th scope="col">Paused before</th><th scope="col">Result</th></tr></thead>
    <tbody>${all.map(({ at, endedAt, failure }, index) => html`<tr><td>${index + 1}</td><td>${formatPrecisely(at)}</td><td>${pause(index)}</td><td>${failure ? html`<span class="danger">${failure.error}</span>` : endedAt ? 'succeeded' : 'runs'}</td></tr>`)}</tbody></table>`;
}

const data = (title, text, otherwise) =>
  html`<h3>${title}</h3>${text === undefined ? html`<p class="muted">${otherwise}</p>` : showJsonText(text)}`;

function visitOf(visit, now) {
  const { failure, variables, input, output, exitedAt, status } = visit;
  return html`${times(visit, now)}
    ${failure ? html`<h3>${status === 'caught' ? 'Error that was caught' : 'Error'}</h3><p><code class="danger">${failure.error}</code></p><p>${failure.cause}</p>` : nothing}
    ${tries(visit)}
    ${data('Input', input, 'It is not in the history.')}
    ${data('Output', output, exitedAt === undefined ? 'It comes when the state ends.' : 'It has none, because it ended with an error.')}
    ${variables && Object.keys(variables).length > 0 ? html`<h3>Variables that it set</h3>${showJson(Object.fromEntries(Object.entries(variables).map(([name, text]) => [`$${name}`, parse(text)])))}` : nothing}`;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Renders buttons that switch between the visits to a state, if there are several. */
function picker(state, shown, choose) {
  const { newest, visits } = state;
  if (visits < 2) {
    return nothing;
  }
  const first = visits - newest.length + 1;
  const item = newest[shown]?.item;
  return html`<div class="visits"><button ?disabled=${shown === 0} aria-label="Earlier visit" @click=${() => choose(shown - 1)}>‹</button>
    <span>Visit ${first + shown} of ${visits}${item === undefined ? nothing : `, item ${item + 1}`}</span>
    <button ?disabled=${shown === newest.length - 1} aria-label="Later visit" @click=${() => choose(shown + 1)}>›</button></div>`;
}

/**
 * Renders the panel.
 *
 * @param {object} parts the state's `name` and `definition`, the execution's visits to it as `state`, the index of the shown
 * `visit`, `chooseVisit(index)`, and the time `now`
 */
export function statePanel({ name, definition, state, visit, chooseVisit, now }) {
  if (!definition) {
    return html`<section class="panel"><p class="muted">Choose a state in the graph.</p></section>`;
  }
  const shown = state ? Math.min(visit ?? state.newest.length - 1, state.newest.length - 1) : 0;
  const current = state?.newest[shown];
  const { word, look, sign: mark } = kindOf(current?.status ?? 'not reached', definition.Type);
  return html`<section class="panel" aria-label=${`State ${name}`} tabindex="0">
    <div class="h"><h2 class="big">${name}</h2><span class="st ${look}">${mark ? sign(mark) : nothing}${word}</span></div>
    <p class="c">${definition.Comment}</p>
    ${state ? picker(state, shown, chooseVisit) : nothing}
    ${current ? visitOf(current, now) : html`<p class="muted">The execution has not been in this state.</p>`}
    <details class="fold" ?open=${!current}><summary>Definition (${definition.Type})</summary>${showJson(definition)}</details>
  </section>`;
}
