import { html, nothing, render } from './lit.js';

/** How long a message stays, in milliseconds. WCAG 2.2.1 asks for time to react; `z` undoes the last action even later. */
const SHOWN = 12_000;

let timer;
let undoLast;

/**
 * Shows a message at the bottom of the page, and says it to screen readers.
 *
 * @param {string} text
 * @param {() => Promise<unknown>} [undo] takes the action back
 */
export function toast(text, undo) {
  const root = document.getElementById('toast');
  clearTimeout(timer);
  undoLast = undo;
  const hide = () => render(nothing, root);
  render(
    html`<div class="toast"><span>${text}</span>${undo ? html`<button @click=${() => undoNow()}>Undo<kbd>Z</kbd></button>` : nothing}<button aria-label="Hide this message" @click=${hide}>✕</button></div>`,
    root,
  );
  announce(text);
  timer = setTimeout(hide, SHOWN);
}

/** Shows why an action failed. */
export const complain = (error) => toast(error.message);

/** Takes the last action back, if that is possible. */
export async function undoNow() {
  const undo = undoLast;
  undoLast = undefined;
  await undo?.().catch(complain);
}

/** Says a text to screen readers. */
function announce(text) {
  document.getElementById('announcement').textContent = text;
}

/** Runs an action, and shows its failure. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    complain(error);
    return undefined;
  }
}
