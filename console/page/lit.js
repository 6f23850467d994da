/** The parts of lit-html that the page uses. lit-html renders templates, and never treats text as HTML. */

export { repeat } from '../../node_modules/lit-html/directives/repeat.js';
export { html, nothing, render, svg } from '../../node_modules/lit-html/lit-html.js';
