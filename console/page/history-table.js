import { html, nothing } from './lit.js';
import { formatPrecisely } from './state-panel.js';
import { formatExactly } from './time.js';

/** The history of an execution as a table with a search field. */

/** The number of rows until the user asks for all of them. */
const FIRST_ROWS = 100;
/** A pause longer than this, in milliseconds, gets its own row. */
const GAP = 60_000;

/** Splits the name of an event into words: `ChoiceStateEntered` becomes `choice state entered`. */
const eventWords = (event) => event.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

function rows(lines, all, now, isEnded) {
  const nexts = new Map(all.map((line, index) => [line.id, all[index + 1]?.at]));
  return lines.map(({ id, at, event, state, detail }) => {
    const next = nexts.get(id) ?? (isEnded ? undefined : now);
    const took = next === undefined ? undefined : next - at;
    return html`<tr><td class="mono">${formatPrecisely(at)}</td><td>${state}</td><td>${eventWords(event)}</td><td class="detail">${detail}</td><td class="muted">${took === undefined ? nothing : formatExactly(took)}</td></tr>
      ${took > GAP ? html`<tr class="gap"><td colspan="5">${formatExactly(took)}: nothing runs meanwhile</td></tr>` : nothing}`;
  });
}

/**
 * Renders the table.
 *
 * @param {object} parts the `history` from the server, the `search` text and `setSearch(text)`, `isWhole` and `showAll()`, the
 *   time `now`, and `isEnded`
 */
export function historyTable({ history, search, setSearch, isWhole, showAll, now, isEnded }) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = history.lines.filter(({ event, state = '', detail = '' }) => {
    const text = `${event} ${eventWords(event)} ${state} ${detail}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const shown = isWhole ? found : found.slice(0, FIRST_ROWS);
  const count =
    found.length === history.total ? `${history.total} events` : `${found.length} of ${history.total} events`;
  return html`<section class="more"><div class="hd"><h2>History <span class="muted" role="status">${count}</span></h2><input type="search" class="find" aria-label="Search the history" placeholder="Search the history" .value=${search} @input=${(event) => setSearch(event.target.value)}></div>
    <div class="scroll" tabindex="0" role="region" aria-label="History"><table class="history"><thead><tr><th scope="col">At</th><th scope="col">State</th><th scope="col">Event</th><th scope="col">Details</th><th scope="col">Took</th></tr></thead>
    <tbody>${rows(shown, history.lines, now, isEnded)}</tbody></table></div>
    ${shown.length < found.length ? html`<button @click=${showAll}>Show all ${found.length}</button>` : nothing}</section>`;
}
