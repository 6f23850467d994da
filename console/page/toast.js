import { html, nothing, render } from './lit.js';

/** How long a message is shown, in milliseconds. WCAG 2.2.1 requires enough time to react. The key `z` works even later. */
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
  document.getElementById('announcement').textContent = text; // screen readers read this element aloud
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

/** Copies a string to the clipboard, and shows a message. */
export async function copy(text, said = 'Copied.') {
  try {
    await navigator.clipboard.writeText(text);
    toast(said);
  } catch {
    toast('The browser does not allow copying. Select the text instead.');
  }
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
