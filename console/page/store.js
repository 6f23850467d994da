import { call } from './api.js';

/** The maximum pause before the page connects again, in seconds. */
const LONGEST_PAUSE = 8;

/**
 * The data that all views share: the reminders, the messages in the inbox, and the state of the connection. Views `subscribe`
 * to it, and render again when something changes.
 */
class Store {
  /** The reminders, keyed by state machine and id: `sns/20270127T090000Z-cd5fc434ef1e4063`. */
  reminders = new Map();
  /** The messages in the inbox of the local AWS. */
  arrivals = [];
  /** `connecting`, `live`, `lost` (the server does not answer) or `closed` (this browser has no access). */
  connection = 'connecting';
  /** The time when the server last read the list, in milliseconds since the epoch. */
  knownAt = undefined;
  /** The reason why the server could not read from AWS: `{ problem, next }`. Missing if the last call succeeded. */
  trouble = undefined;
  /** The time of the next attempt to connect, in milliseconds since the epoch. */
  retryAt = 0;
  /** Grows with each change of the reminders. Views compare it to find out whether their cached results are still valid. */
  version = 0;

  #listeners = new Set();
  #source;
  #attempts = 0;
  #timer;

  /** Calls `listener` after each change. Returns a function that removes the listener. */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Connects while the page is visible, and reconnects after the connection is lost. */
  start() {
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#close() : this.connect()));
    if (!document.hidden) {
      this.connect();
    }
  }

  /** Connects at once. */
  connect() {
    this.#close();
    const source = new EventSource('/api/events');
    this.#source = source;
    const on = (name, handle) =>
      source.addEventListener(name, (event) => {
        handle(JSON.parse(event.data));
        this.#changed();
      });
    on('all', ({ reminders, at, arrivals }) => {
      this.#attempts = 0;
      this.connection = 'live';
      this.arrivals = arrivals ?? [];
      this.reminders = new Map(reminders.map((each) => [keyOf(each), each]));
      this.version += 1;
      this.#known(at);
    });
    on('change', ({ changed, removed }) => this.#change(changed, removed));
    on('known', ({ at }) => this.#known(at));
    on('trouble', (trouble) => {
      this.trouble = trouble;
    });
    on('arrival', (arrival) => {
      this.arrivals = [...this.arrivals, arrival];
    });
    source.addEventListener('error', () => this.#lose());
  }

  #known(at) {
    this.knownAt = at ?? this.knownAt;
    this.trouble = at === undefined ? this.trouble : undefined;
  }

  #change(changed, removed) {
    for (const reminder of changed) {
      this.reminders.set(keyOf(reminder), reminder);
    }
    for (const key of removed) {
      this.reminders.delete(key);
    }
    this.version += 1;
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  async #lose() {
    this.#close();
    // an EventSource does not report why it failed
    const failure = await call('about').catch((error) => error);
    this.connection = failure.status === 401 ? 'closed' : 'lost';
    const pause = Math.min(2 ** this.#attempts, LONGEST_PAUSE);
    this.#attempts += 1;
    this.retryAt = Date.now() + pause * 1_000;
    this.#timer = setTimeout(() => this.connect(), pause * 1_000);
    this.#changed();
  }

  #changed() {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

/** Returns the key of a reminder in `store.reminders`. */
export const keyOf = ({ via, id }) => `${via}/${id}`;

export const store = new Store();
