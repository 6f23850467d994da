import { html, nothing } from './lit.js';
import { kindOf } from './state-words.js';

/** The text equivalent of a graph: each state with its status and its next states. */

function item({ name, type, leadsTo, error, inside }, states) {
  const status = states && kindOf(states[name]?.status ?? 'not reached', type).word;
  const next = leadsTo.map(({ to, when }) => (when ? `${to} (${when})` : to)).join(', or to ');
  return html`<li><b>${name}</b>${status ? `: ${status}` : nothing}. ${error ? `It ends the execution with the error ${error}.` : next ? `It leads to ${next}.` : nothing}
    ${inside.map((words) => html`<ol>${words.map((each) => item(each, states))}</ol>`)}</li>`;
}

/** Renders the states as a folded list. Without `states`, the list shows no statuses. */
export const graphWords = (words, states) =>
  html`<details class="fold words"><summary>The graph as text</summary><ol>${words.map((each) => item(each, states))}</ol></details>`;
