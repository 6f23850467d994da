import { html, nothing } from './lit.js';
import { copy } from './toast.js';

/** A box with commands to copy, for the AWS CLI and `remindme`. */

/**
 * Renders the box, which shows one command at a time.
 *
 * @param {{ title: string, command: string }[]} calls
 * @param {number} chosen the index of the shown command
 * @param {(index: number) => void} choose
 */
export function callBox(calls, chosen, choose) {
  const { command = '' } = calls[chosen] ?? {};
  return html`<section class="more"><div class="hd"><h2>The same on the command line</h2>
    ${calls.length > 1 ? html`<div class="seg" role="group" aria-label="Call">${calls.map(({ title }, index) => html`<button aria-pressed=${index === chosen} @click=${() => choose(index)}>${title}</button>`)}</div>` : nothing}</div>
    <div class="code"><pre tabindex="0" aria-label="Command">${command}</pre><button @click=${() => copy(command)}>Copy</button></div></section>`;
}
