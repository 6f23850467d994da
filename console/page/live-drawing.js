import { allStates } from './machine-states.js';
import { PATHS } from './signs.js';
import { kindOf, progressOf } from './state-words.js';

/**
 * The graph of a state machine. It is drawn once, and updated while an execution runs. A click, Enter or an arrow key selects a
 * state.
 */

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** Creates an SVG element from the data of the drawing code. Strings in the data become text, never markup. */
function toElement({ name, attributes, children = [], text }) {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  made.append(...children.map(toElement));
  return made;
}

const element = (name, attributes, ...children) => toElement({ name, attributes, children });

/** Returns a short description of what a state does: its error, its call, or `waits`. */
const factOf = ({ Error: error, Resource = '', Timestamp, Seconds }) => {
  const call = Resource.split(':::').at(-1).replace('aws-sdk:', '');
  const fact = error ?? (Timestamp || Seconds ? 'waits' : call);
  return fact.length > MOST_LETTERS ? fact.split(':').at(-1) : fact;
};

/** The maximum number of characters in a line of a box. */
const MOST_LETTERS = 21;

/** The approximate width of a character in a tag, in units of the SVG's `viewBox`. */
const TAG_LETTER = 7;

/** The smallest scale of a graph. On a narrower page, the graph scrolls. */
const SMALLEST = 0.8;
/** A graph that is taller than this, in pixels, scrolls in a frame. */
const TALL = 1_100;

/** A drawing of a state machine on the page. */
export class LiveDrawing {
  #svg;
  #nodes = new Map();
  #edges = new Map();
  #selected;
  #hasStatuses;
  #tags = new Map();

  /**
   * @param {object} drawn the definition with its drawing, from the server
   * @param {(state: string) => void} onSelect called when a person selects a state
   * @param {{ label: string, hasStatuses: boolean }} options without `hasStatuses`, the graph has the same colours as in the
   * documentation
   */
  constructor({ drawing, definition }, onSelect, { label, hasStatuses }) {
    this.#hasStatuses = hasStatuses;
    this.onSelect = onSelect;
    const margin = 12;
    this.#svg = element('svg', {
      class: hasStatuses ? 'graph live' : 'graph def',
      viewBox: `${-margin} ${-margin} ${drawing.width + 2 * margin} ${drawing.height + 2 * margin}`,
      width: drawing.width + 2 * margin,
      role: 'group',
      'aria-label': label,
    });
    this.#svg.append(...drawing.shapes.map(toElement));
    // the graph may shrink to fit next to the panel, but its text must stay readable
    this.#svg.style.minWidth = `${Math.round(drawing.width * SMALLEST)}px`;
    this.isTall = drawing.height > TALL;
    this.#collect(definition);
    this.#svg.addEventListener('click', ({ target }) => this.#choose(target.closest('[data-state]')?.dataset.state));
    this.#svg.addEventListener('keydown', (event) => this.#press(event));
  }

  get element() {
    return this.#svg;
  }

  /** Colours the states and arrows, and marks the selected state. */
  update({ states = {}, edges = [], selected, now = Date.now() }) {
    const passed = new Set(edges);
    for (const [name, { group, type, progress }] of this.#nodes) {
      const state = states[name];
      const kind = kindOf(state?.status ?? 'not reached', type);
      if (this.#hasStatuses) {
        group.setAttribute('class', kind.look);
        if (progress) {
          progress.textContent = `${progressOf(type, state, now)} `;
        }
        this.#tag(name, kind);
      } else if (progress) {
        progress.textContent = `${factOf(this.#nodes.get(name).state)} `;
      }
    }
    for (const [key, parts] of this.#edges) {
      for (const part of parts) {
        part.classList.toggle('on', passed.has(key));
      }
    }
    for (const terminal of this.#svg.querySelectorAll('[data-terminal]')) {
      const name = terminal.dataset.terminal;
      const isPassed = edges.some((key) => key.startsWith(`${name} > `) || key.endsWith(` > ${name}`));
      terminal.classList.toggle('done', isPassed);
    }
    this.#mark(selected);
  }

  /** Moves the keyboard focus to a state. */
  focus(state) {
    this.#nodes.get(state)?.group.focus();
  }

  /** Scrolls the graph, but not the page, so that a state is visible. */
  reveal(state) {
    const frame = this.#svg.parentElement;
    const node = this.#nodes.get(state);
    if (frame && node) {
      const box = node.group.getBoundingClientRect();
      const around = frame.getBoundingClientRect();
      const scale = frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight;
      if (scale) {
        frame.scrollLeft += box.left + box.width / 2 - around.left - around.width / 2;
        frame.scrollTop += box.top + box.height / 2 - around.top - around.height / 2;
      }
    }
  }

  #collect(definition) {
    const states = new Map(allStates(definition).map(({ name, state }) => [name, state]));
    for (const group of this.#svg.querySelectorAll('[data-state]')) {
      const name = group.dataset.state;
      const box = group.querySelector('.box');
      const ring = box.cloneNode();
      ring.setAttribute('class', 'ring');
      group.prepend(ring);
      group.querySelector('title')?.remove(); // the texts in the box contain the same words, and the panel shows the comment
      for (const text of group.querySelectorAll('text')) {
        text.textContent += ' '; // screen readers join the lines into one name, so they need a space between them
      }
      group.setAttribute('role', 'button');
      group.setAttribute('tabindex', '-1');
      const state = states.get(name) ?? {};
      this.#nodes.set(name, { group, box, state, type: state.Type ?? '', progress: group.querySelector('.progress') });
    }
    for (const part of this.#svg.querySelectorAll('[data-edge]')) {
      const key = part.dataset.edge;
      this.#edges.set(key, [...(this.#edges.get(key) ?? []), part]);
    }
  }

  /** Shows a status as a tag on the upper edge of a box. */
  #tag(name, { word, look, sign }) {
    if (this.#tags.get(name) === word) {
      return;
    }
    this.#tags.set(name, word);
    const { group, box } = this.#nodes.get(name);
    group.querySelector('.tag')?.remove();
    if (sign === undefined) {
      return;
    }
    const { x, y, width } = box.getBBox();
    const tagWidth = 30 + word.length * TAG_LETTER;
    group.append(
      element(
        'g',
        { class: `tag ${look}`, transform: `translate(${x + width - tagWidth - 8} ${y - 9})` },
        { name: 'rect', attributes: { width: String(tagWidth), height: '18', rx: '9' } },
        { name: 'path', attributes: { d: PATHS[sign], transform: 'translate(7 3) scale(.75)' } },
        { name: 'text', attributes: { x: '22', y: '13' }, text: word },
      ),
    );
  }

  #mark(selected) {
    this.#selected = selected;
    const stop = this.#nodes.has(selected) ? selected : this.#nodes.keys().next().value;
    for (const [name, { group }] of this.#nodes) {
      group.setAttribute('tabindex', name === stop ? '0' : '-1');
      group.setAttribute('aria-pressed', String(name === selected));
    }
  }

  #choose(state) {
    if (state !== undefined) {
      this.onSelect(state);
    }
  }

  #press(event) {
    const { key } = event;
    const at = event.target.closest('[data-state]')?.dataset.state ?? this.#selected;
    if (key === 'Enter' || key === ' ') {
      this.#choose(at);
    } else if (key.startsWith('Arrow')) {
      const next = this.#next(at, key);
      if (next !== undefined) {
        this.#choose(next);
        this.focus(next);
      }
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Returns the closest state in the direction of an arrow key. Returns `undefined` if there is none. */
  #next(from, key) {
    const center = (name) => {
      const { x, y, width, height } = this.#nodes.get(name).box.getBBox();
      return { x: x + width / 2, y: y + Math.min(height, 80) / 2 };
    };
    const begin = center(from);
    const [across, along, sign] = {
      ArrowDown: ['x', 'y', 1],
      ArrowUp: ['x', 'y', -1],
      ArrowRight: ['y', 'x', 1],
      ArrowLeft: ['y', 'x', -1],
    }[key];
    const candidates = [...this.#nodes.keys()]
      .filter((name) => name !== from)
      .map((name) => ({ name, to: center(name) }))
      .map(({ name, to }) => ({
        name,
        ahead: (to[along] - begin[along]) * sign,
        aside: Math.abs(to[across] - begin[across]),
      }))
      .filter(({ ahead }) => ahead > 10)
      .sort((one, other) => one.ahead + 2 * one.aside - other.ahead - 2 * other.aside);
    return candidates[0]?.name;
  }
}
