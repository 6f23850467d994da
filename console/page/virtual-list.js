import { html, repeat } from './lit.js';

/** How far outside the window rows are drawn, in pixels. */
const MARGIN = 400;

/** Returns the index of the first row that ends below `position`. `ends` contains the rows' lower edges. */
function firstBelow(ends, position) {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] > position) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** A list with groups of rows. It draws only the rows near the window, so a list of 5,000 rows is as fast as a list of 50. */
export class VirtualList {
  #root;
  #groups = [];

  /**
   * @param {HTMLElement} root an element that contains the list
   * @param {(row: object) => number} heightOf the height of a row in pixels
   */
  constructor(root, heightOf) {
    this.#root = root;
    this.heightOf = heightOf;
  }

  /** Sets the groups: `{ id, heading, rows }`. Each row has a `key`. */
  setGroups(groups) {
    this.#groups = groups.map((group) => {
      let end = 0;
      return { ...group, ends: Float64Array.from(group.rows, (row) => (end += this.heightOf(row))) };
    });
  }

  /** All rows, in display order. */
  get rows() {
    return this.#groups.flatMap(({ rows }) => rows);
  }

  get drawnRows() {
    return this.#groups.flatMap(({ rows, drawn = [0, 0] }) => rows.slice(...drawn));
  }

  /** True if rows in the window are not drawn yet, so the list must be drawn again. */
  get isStale() {
    return this.#groups.some((group) => {
      const [first, last] = this.#rangeOf(group);
      return group.drawn === undefined || first < group.drawn[0] || last > group.drawn[1];
    });
  }

  /**
   * @param {(row: object, position: { style: string, index: number, count: number }) => unknown} drawRow
   * @param {string} [kept] the key of a row that is always drawn, because it has the focus
   */
  draw(drawRow, kept) {
    return repeat(
      this.#groups,
      ({ id }) => id,
      (group) => {
        const { id, heading, rows, ends } = group;
        group.drawn = this.#rangeOf(group, MARGIN);
        const [first, last] = group.drawn;
        const shown = rows.slice(first, last).map((row, offset) => ({ row, index: first + offset }));
        const index = kept === undefined ? -1 : rows.findIndex(({ key }) => key === kept);
        if (index >= 0 && (index < first || index >= last)) {
          shown.push({ row: rows[index], index });
        }
        return html`<section class="group" aria-labelledby="group-${id}">
          <h2 id="group-${id}">${heading}</h2>
          <ul data-group=${id} .style=${`height:${ends.at(-1) ?? 0}px`}>
            ${repeat(
              shown,
              ({ row }) => row.key,
              ({ row, index: at }) => {
                const top = at === 0 ? 0 : ends[at - 1];
                return drawRow(row, {
                  style: `top:${top}px;height:${ends[at] - top}px`,
                  index: at,
                  count: rows.length,
                });
              },
            )}
          </ul>
        </section>`;
      },
    );
  }

  /** Scrolls so that a row is in the window. */
  reveal(key) {
    for (const { id, rows, ends } of this.#groups) {
      const index = rows.findIndex((row) => row.key === key);
      const list = this.#root.querySelector(`[data-group="${id}"]`);
      if (index >= 0 && list) {
        const { top } = list.getBoundingClientRect();
        const [start, end] = [top + (index === 0 ? 0 : ends[index - 1]), top + ends[index]];
        const [least, most] = [120, innerHeight - 24]; // below the header
        if (start < least) {
          scrollBy(0, start - least);
        } else if (end > most) {
          scrollBy(0, end - most);
        }
      }
    }
  }

  /** Returns the indexes of the first row in the window and of the first row below it. `margin` extends the window. */
  #rangeOf({ id, ends }, margin = 0) {
    const list = this.#root.querySelector(`[data-group="${id}"]`);
    if (!list) {
      return [0, 0]; // the list is not on the page yet
    }
    const { top } = list.getBoundingClientRect();
    return [firstBelow(ends, -top - margin), Math.min(ends.length, firstBelow(ends, innerHeight - top + margin) + 1)];
  }
}
