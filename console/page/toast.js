import { html, nothing, render } from './lit.js';

/** How long a message stays, in milliseconds. WCAG 2.2.1 asks for time to react. Even later, `z` undoes the last action. */
const SHOWN = 12_000;

let timer;
let undoLast;

/**
 * Shows a message at the bottom of the page, and announces it to screen readers.
 *
 * @param {string} text
 * @param {() => Promise<unknown>} [undo] undoes the action
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

/** Undoes the last action, if that is possible. */
export async function undoNow() {
  const undo = undoLast;
  undoLast = undefined;
  await undo?.().catch(complain);
}

/** Announces a message to screen readers. */
function announce(text) {
  document.getElementById('announcement').textContent = text;
}

/** Runs an action, and shows a message if it fails. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    complain(error);
    return undefined;
  }
}
