import { html, svg } from './lit.js';

/** The icons of the page, drawn on a grid of 16 by 16. */
export const PATHS = {
  pending: 'M8 1.5A6.5 6.5 0 1 1 7.99 1.5ZM8 4.5V8L10.5 9.5',
  sent: 'M8 1.5A6.5 6.5 0 1 1 7.99 1.5ZM5 8.2 7.2 10.4 11 6',
  failed: 'M5.3 1.5H10.7L14.5 5.3V10.7L10.7 14.5H5.3L1.5 10.7V5.3ZM5.7 5.7 10.3 10.3M10.3 5.7 5.7 10.3',
  caught: 'M8 2 14.5 13.5H1.5ZM8 6.5V9.5M8 11.5V11.6',
  cancelled: 'M8 1.5A6.5 6.5 0 1 1 7.99 1.5ZM3.5 12.5 12.5 3.5',
  paused: 'M8 1.5A6.5 6.5 0 1 1 7.99 1.5ZM6.3 5.5V10.5M9.7 5.5V10.5',
  repeated: 'M11.5 1.5 14 4 11.5 6.5M14 4H5A3 3 0 0 0 2 7V8M4.5 14.5 2 12 4.5 9.5M2 12H11A3 3 0 0 0 14 9V8',
  kept: 'M2 8.5V13.5H14V8.5M2 8.5H5.5L6.5 10.5H9.5L10.5 8.5H14M5 2.5H11M4 5.5H12',
  mail: 'M1.5 3.5H14.5V12.5H1.5ZM1.5 4 8 9 14.5 4',
};
PATHS.ok = PATHS.sent;
PATHS.fail = PATHS.failed;
PATHS.warn = PATHS.caught;

/** Renders an icon. Screen readers ignore it, because they read the word next to it. */
export const sign = (name) =>
  svg`<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]}></path></svg>`;

/** Renders a status: a coloured icon and a word. */
export const statusLabel = (status, word = status) => html`<span class="st ${status}">${sign(status)}${word}</span>`;
