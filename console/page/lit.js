/** The parts of lit-html that the page uses. It turns templates into elements, and text never into HTML. */

export { repeat } from '../../node_modules/lit-html/directives/repeat.js';
export { html, nothing, render, svg } from '../../node_modules/lit-html/lit-html.js';
