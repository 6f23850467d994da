import { call } from './api.js';
import { html, nothing } from './lit.js';
import { sign } from './signs.js';
import { formatDistance } from './time.js';

/** The pause in typing after which the server reads the time, in milliseconds. */
const PAUSE = 120;

/** Reads a due time while the user types it. The rules are the same as on the command line. */
export class WhenReader {
  /** The phrase that was typed last. */
  text = '';
  /** The response of `read-when`: `{ due, said }`, or `{ problem, next, readings }`. Missing if nothing was typed. */
  result = undefined;
  #timer;

  /**
   * @param {() => void} onRead called after each reading
   * @param {{ canRepeat?: boolean }} [options] `canRepeat` is true if phrases such as `every weekday at 9am` are accepted too
   */
  constructor(onRead, { canRepeat = false } = {}) {
    this.onRead = onRead;
    this.every = canRepeat ? '&every=1' : '';
  }

  /** Reads the phrase after a short pause. */
  type(text) {
    clearTimeout(this.#timer);
    this.text = text;
    if (text.trim() === '') {
      this.result = undefined;
      this.onRead();
      return;
    }
    this.#timer = setTimeout(() => this.read(text), PAUSE);
  }

  /** Reads the phrase at once. */
  async read(text) {
    clearTimeout(this.#timer);
    this.text = text;
    const result = await call(`read-when?when=${encodeURIComponent(text)}${this.every}`).catch((error) => ({
      ...error,
      readings: [],
    }));
    if (this.text === text) {
      this.result = result;
      this.onRead();
    }
  }
}

/**
 * Renders the time that was read. If the phrase is not clear, renders the reason, and buttons for up to three possible times.
 *
 * @param {(when: string) => void} choose called with a clearer phrase
 */
export function understood({ result }, choose, hint) {
  if (!result) {
    return html`<span class="muted">${hint}</span>`;
  }
  if (result.due !== undefined) {
    return html`<span class="st ok">${sign('ok')}</span> <b>${result.said}</b> <span class="muted">${formatDistance(result.due, Date.now())}</span>`;
  }
  const readings = result.readings.slice(0, 3);
  return html`<span class="st caught">${sign('caught')}</span> ${result.problem} ${
    readings.length === 0
      ? (result.next ?? nothing)
      : readings.map(
          ({ when, said }) =>
            html`<button type="button" class="reading" @click=${() => choose(when)}>${said}</button> `,
        )
  }`;
}
