import { html, nothing, render } from './lit.js';

let host;

/**
 * Shows a dialog and waits until it is closed.
 *
 * @param {(close: (result?: unknown) => void, redraw: () => void) => unknown} template returns the dialog's content
 * @param {string} label the dialog's name for screen readers
 * @returns the value that the content passes to `close`; `undefined` after Escape
 */
export function openDialog(label, template) {
  host ??= document.body.appendChild(document.createElement('div'));
  return new Promise((resolve) => {
    let result;
    const close = (value) => {
      result = value;
      host.querySelector('dialog')?.close();
    };
    const onClose = () => {
      render(nothing, host);
      resolve(result);
    };
    const draw = () =>
      render(html`<dialog aria-label=${label} @close=${onClose}>${template(close, draw)}</dialog>`, host);
    draw();
    host.querySelector('dialog').showModal();
  });
}

/**
 * Asks a yes-or-no question. The `no` button has the focus.
 *
 * @returns true if the answer is yes
 */
export async function ask({ title, text, yes, no, isDanger = false }) {
  const answer = await openDialog(
    title,
    (close) => html`<h2 class="big">${title}</h2>
      <p class="muted">${text}</p>
      <div class="acts">
        <button autofocus @click=${() => close(false)}>${no}</button>
        <button class=${isDanger ? 'danger' : 'go'} @click=${() => close(true)}>${yes}</button>
      </div>`,
  );
  return answer === true;
}
