import { html, nothing } from './lit.js';
import { formatPrecisely } from './state-panel.js';
import { kindOf } from './state-words.js';
import { formatExactly } from './time.js';

/** The states that an execution went through, in order. A very long entry is folded, and a loop is shown once. */

const nameOf = ({ states, rounds }) => (rounds > 1 ? states.join(' → ') : states[0]);

function wordsOf(item, now) {
  const { status, from, to, rounds, tries, folded, type } = item;
  if (from === undefined) {
    return 'to come';
  }
  const took = formatExactly((to ?? now) - from);
  const { word } = kindOf(status, type);
  return [
    rounds > 1 ? `${rounds} rounds in ${took}` : tries > 1 ? `${tries} tries in ${took}` : took,
    folded && 'folded',
    to === undefined ? `${word} so far` : !['passed', 'retried'].includes(status) && word,
  ]
    .filter(Boolean)
    .join(', ');
}

/** Returns the state that a click on an entry selects. For a loop, this is its task, because the task does the work. */
const targetOf = ({ states }, definitionOf) => states.find((name) => definitionOf(name)?.Type === 'Task') ?? states[0];

const drawItem = (item, { now, selected, select, definitionOf }) => {
  const isSelected = item.states.includes(selected);
  return html`<li class="${kindOf(item.status, item.type).look} ${item.folded ? 'fold' : ''}">
    <button aria-pressed=${isSelected} @click=${() => select(targetOf(item, definitionOf))}>
      <i aria-hidden="true">${item.folded ? html`<span class="cut"></span>` : nothing}</i>
      <b>${nameOf(item)}</b><small>${wordsOf(item, now)}</small>${item.from === undefined ? nothing : html`<small>${formatPrecisely(item.from).slice(0, 8)}</small>`}
    </button></li>`;
};

/**
 * Returns the lanes inside an entry. If a lane has at most two entries and only one of them has inner lanes, returns the inner
 * lanes instead.
 */
function lanesOf(item) {
  return item.inner.flatMap(({ item: index, items }) => {
    const [only, ...others] = items.filter(({ inner }) => inner.length > 0);
    return only && others.length === 0 && items.length <= 2
      ? only.inner.map((lane) => ({ ...lane, item: index }))
      : [{ item: index, items }];
  });
}

const drawEnd = ({ end }) =>
  html`<li class=${end.look}><div><i aria-hidden="true"></i><b>${end.name}</b><small>${end.words}</small></div></li>`;

/**
 * Renders a timeline.
 *
 * @param {object[]} items from the server
 * @param {object} context `now`, `selected`, `select(state)`, `definitionOf(state)`, `end` with `look`, `name` and `words`, and
 *   `labelOf(index)`, which returns the name of a Map's item
 */
export function drawTimeline(items, context) {
  const lanes = items.flatMap(lanesOf);
  return html`<ol class="tl" aria-label="Timeline">${items.map((item) => drawItem(item, context))}${drawEnd(context)}</ol>
    ${lanes.map(
      (lane) =>
        html`<div class="lane"><h2>${context.labelOf(lane.item)}</h2><ol class="tl" aria-label=${`Timeline of ${context.labelOf(lane.item)}`}>${lane.items.map((item) => drawItem(item, context))}</ol></div>`,
    )}`;
}
