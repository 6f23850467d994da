import { html } from './lit.js';

/** Shows JSON with colours. A long string, such as a JSONata program, is folded. */

/** A string with more lines than this is folded. */
const MOST_LINES = 3;
const MOST_CHARACTERS = 400;

const INDENT = '  ';

/** The parts of JSONata that get a colour: comments, strings, variables, keywords and operators. */
const JSONATA =
  /(?<comment>\/\*[\s\S]*?\*\/)|(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<name>\$[\w.]*)|(?<word>\b(?:true|false|null|function|in|and|or)\b|:=|~>|\{%|%\})/g;
const CLASSES = { comment: 'muted', text: 's', name: 'k', word: 'u' };

/** Colours a JSONata program. */
function program(text) {
  const parts = [];
  let end = 0;
  for (const { 0: found, index, groups } of text.matchAll(JSONATA)) {
    const kind = Object.keys(CLASSES).find((each) => groups[each] !== undefined);
    parts.push(text.slice(end, index), html`<span class=${CLASSES[kind]}>${found}</span>`);
    end = index + found.length;
  }
  return [...parts, text.slice(end)];
}

const isProgram = (text) => text.startsWith('{%') && text.endsWith('%}');

function showText(text) {
  const lines = text.split('\n').length;
  if (lines > MOST_LINES || text.length > MOST_CHARACTERS) {
    const what = isProgram(text) ? 'JSONata' : 'text';
    const length = lines > 1 ? `${lines} lines` : `${text.length} characters`;
    return html`<details class="long"><summary>${what}, ${length}</summary><code>${isProgram(text) ? program(text) : text}</code></details>`;
  }
  return isProgram(text) ? html`"${program(text)}"` : html`<span class="s">${JSON.stringify(text)}</span>`;
}

const isScalar = (value) => value === null || typeof value !== 'object';

function show(value, indent) {
  const inner = indent + INDENT;
  if (typeof value === 'string') {
    return showText(value);
  }
  if (Array.isArray(value) && value.length > 0 && value.every(isScalar)) {
    return html`[${value.map((each, index) => html`${show(each, inner)}${index < value.length - 1 ? ', ' : ''}`)}]`;
  }
  if (Array.isArray(value) && value.length > 0) {
    return html`[${value.map((each, index) => html`\n${inner}${show(each, inner)}${index < value.length - 1 ? ',' : ''}`)}\n${indent}]`;
  }
  if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
    const entries = Object.entries(value);
    return html`{${entries.map(([key, each], index) => html`\n${inner}<span class="k">${JSON.stringify(key)}</span>: ${show(each, inner)}${index < entries.length - 1 ? ',' : ''}`)}\n${indent}}`;
  }
  return html`<span class="u">${JSON.stringify(value)}</span>`;
}

/** Shows a JSON value. */
export const showJson = (value) => html`<div class="json">${show(value, '')}</div>`;

/** Shows a string that contains JSON. Any other string is shown unchanged. */
export function showJsonText(text) {
  try {
    return showJson(JSON.parse(text));
  } catch {
    return html`<div class="json">${text}</div>`;
  }
}
