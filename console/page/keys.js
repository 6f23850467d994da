import { openDialog } from './ask.js';
import { html } from './lit.js';
import { navigate } from './router.js';
import { undoNow } from './toast.js';

/** The keyboard shortcuts. A view adds its own shortcuts with `context.setKeys({ x: { does: 'cancel', run } })`. */

const PLACES = { r: '/', l: '/learn', i: '/inbox', s: '/stacks', h: '/health' };
const COMMON = [
  ['Z', 'undo'],
  ['G then R, L, I, S, H', 'go to Reminders, Learn, Inbox, Stacks, Health'],
  ['?', 'show the keys'],
  ['Esc', 'close'],
];

/** The maximum time between G and the second key, in milliseconds. */
const SECOND_KEY = 1_500;

let goneAt = 0;

/**
 * Starts listening for key presses.
 *
 * @param {() => Record<string, { does: string, run: (event: KeyboardEvent) => void }>} viewKeys returns the shortcuts of the
 * current view
 */
export function startKeys(viewKeys) {
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    const isTyping = target.closest('input, textarea, select, dialog[open]'); // a closed dialog can still have the focus
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
      return;
    }
    const isSecond = event.timeStamp - goneAt < SECOND_KEY;
    goneAt = key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
    const own = viewKeys()[key];
    if (isSecond && PLACES[key]) {
      navigate(PLACES[key]);
    } else if (key === 'z') {
      undoNow();
    } else if (key === '?') {
      showKeys(viewKeys());
    } else if (own) {
      own.run(event);
    } else {
      return;
    }
    event.preventDefault();
  });
}

const nameOf = (key) => (key.length === 1 ? key.toUpperCase() : key);

function showKeys(own) {
  const all = [...Object.entries(own).map(([key, { does }]) => [nameOf(key), does]), ...COMMON];
  return openDialog(
    'Keys',
    (close) => html`<h2 class="big">Keys</h2>
      <dl>${all.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}</dl>
      <div class="acts"><button autofocus @click=${() => close()}>Close</button></div>`,
  );
}
