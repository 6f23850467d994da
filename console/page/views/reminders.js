import { AddForm } from '../add-form.js';
import { groupsOf, isOpen } from '../agenda.js';
import { html, nothing, render } from '../lit.js';
import { actionButtons, actionsFor, canRetry } from '../reminder-actions.js';
import { sign, statusLabel } from '../signs.js';
import { keyOf } from '../store.js';
import { formatClock, formatDay, formatDistance, formatWhen } from '../time.js';
import { VirtualList } from '../virtual-list.js';

/** The list of reminders as an agenda: reminders that need attention, pending reminders, and finished ones. */

const STATUSES = ['pending', 'sent', 'failed', 'cancelled'];
const SOON = 60_000;
/** The heights of rows in pixels, first without and then with a second line, keyed by the width of the page. */
const HEIGHTS = { wide: [44, 60], narrow: [60, 80] };
const narrow = matchMedia('(max-width: 860px)');

const pathOf = ({ via, id }) => `/reminders/${via}/${encodeURIComponent(id)}`;

/** Returns the second line of a row: the reason why a reminder failed, or the rule of a repeated reminder. */
const secondLine = ({ status, cause, error, every }) => (status === 'failed' ? (cause ?? error ?? '') : (every ?? ''));

/** Renders the view. `main.js` describes the arguments and the result. */
export function mount(root, { about, call, query, store, navigate, replaceQuery, setKeys, everySecond }) {
  const filter = { status: query.get('status') ?? 'all', text: query.get('q') ?? '' };
  const heightOf = (row) => HEIGHTS[narrow.matches ? 'narrow' : 'wide'][Number(secondLine(row.reminder) !== '')];
  const list = new VirtualList(root, heightOf);
  const form = new AddForm(root, () => draw());
  const asked = new Set();
  /** The number of reminders whose messages are not known yet. A search can find these reminders only by their ids. */
  let unread = 0;
  let counts = {};
  let laidOut = '';
  let selected;
  let frame;

  const select = (key) => {
    selected = key;
  };

  /** Groups the reminders again if a reminder, the filter, the hour or the page's width has changed. */
  function layOut(now) {
    const state = [store.version, filter.status, filter.text, narrow.matches, new Date(now).getUTCHours()].join();
    if (state === laidOut) {
      return;
    }
    laidOut = state;
    const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
    const hasWords = ({ message = '', id }) => {
      const text = `${message} ${id}`.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    counts = { all: 0 };
    unread = 0;
    for (const reminder of store.reminders.values()) {
      unread += Number(reminder.message === undefined);
      if (words.length === 0 || hasWords(reminder)) {
        counts.all += 1;
        const status = isOpen(reminder) ? 'pending' : reminder.status;
        counts[status] = (counts[status] ?? 0) + 1;
      }
    }
    const isChosen = (reminder) =>
      (filter.status === 'all' || (isOpen(reminder) ? 'pending' : reminder.status) === filter.status) &&
      (words.length === 0 || hasWords(reminder));
    list.setGroups(
      groupsOf(store, isChosen, now).map(({ id, name, day, reminders }) => ({
        id,
        heading: html`${name} ${day === undefined ? nothing : html`<span>${formatDay(day)}</span>`}`,
        rows: reminders.map((reminder) => ({ key: keyOf(reminder), reminder, group: id })),
      })),
    );
  }

  const setFilter = (changes) => {
    Object.assign(filter, changes);
    replaceQuery(
      new URLSearchParams({
        ...(filter.status !== 'all' && { status: filter.status }),
        ...(filter.text && { q: filter.text }),
      }),
    );
    draw();
  };

  function drawRow({ key, reminder, group }, { style, index, count }) {
    const { id, via, status, due, message, endedAt, every } = reminder;
    const now = Date.now();
    const isSoon = isOpen(reminder) && due !== undefined && due - now < SOON;
    const isLive = store.connection === 'live';
    const left =
      isOpen(reminder) && due !== undefined && due <= now
        ? 'due now'
        : formatDistance(isOpen(reminder) ? (due ?? now) : (endedAt ?? due ?? now), now);
    const line = secondLine(reminder);
    return html`<li class="row ${key === selected ? 'at' : ''} ${isOpen(reminder) ? '' : 'ended'}" .style=${style} aria-setsize=${count} aria-posinset=${index + 1} @focusin=${() => select(key)}>
      ${statusLabel(status)}
      <time class="due">${due === undefined ? '' : group === 'tomorrow' ? formatClock(due) : formatWhen(due, now)}</time>
      <div class="text"><a class="what ${message === undefined ? 'mono' : ''}" data-key=${key} href=${pathOf(reminder)}>${message ?? id}</a>${line ? html`<small>${every ? sign('repeated') : nothing} ${line}</small>` : nothing}</div>
      <span class="in ${isSoon ? 'soon' : ''}">${left}</span>
      <span class="via">${via}</span>
      <span class="acts ${canRetry(reminder) ? 'stay' : ''}">${actionButtons(reminder, { isDisabled: !isLive })}</span>
    </li>`;
  }

  const chip = (status, label) =>
    html`<button aria-pressed=${filter.status === status} @click=${() => setFilter({ status })}>${label}<span class="n">${counts[status] ?? 0}</span></button>`;

  function drawList() {
    if (list.rows.length > 0) {
      return list.draw(drawRow, selected);
    }
    if (store.connection === 'connecting' || (store.knownAt === undefined && !store.trouble)) {
      return html`<p class="empty" role="status">Reading the reminders…</p>`;
    }
    if (store.reminders.size > 0) {
      return html`<div class="empty"><h2>None of the ${store.reminders.size} reminders fits</h2><button @click=${() => setFilter({ status: 'all', text: '' })}>Show all</button></div>`;
    }
    return html`<div class="empty">${sign('pending')}<h2 class="big">Nothing to wait for</h2><p>Say what and when above. While a reminder waits, no program runs and nothing is paid.</p><button @click=${() => form.fill({ message: 'The tea is ready ☕', when: 'in 10 seconds' })}>Try “The tea is ready ☕” in 10 s</button></div>`;
  }

  function draw() {
    const now = Date.now();
    layOut(now);
    const template = () => html`<h1 class="vh">Reminders</h1>
      ${form.draw({ isLive: store.connection === 'live', zone: about.zone })}
      <div class="bar">
        <div class="seg" role="group" aria-label="Status">${chip('all', 'All')}${STATUSES.map((status) => chip(status, status[0].toUpperCase() + status.slice(1)))}</div>
        <div class="find"><input type="search" aria-label="Search the reminders" placeholder="Search, or press /" .value=${filter.text} @input=${(event) => setFilter({ text: event.target.value })}></div>
      </div>
      ${filter.text && unread > 0 ? html`<p class="muted unread" role="status">The messages of ${unread} reminders are still being read, so the search does not find them yet.</p>` : nothing}
      <div class="agenda ${store.connection === 'live' ? '' : 'stale'}">${drawList()}</div>
      <small class="keys"><kbd>N</kbd> new <kbd>/</kbd> search <kbd>J</kbd><kbd>K</kbd> down, up <kbd>Enter</kbd> open <kbd>S</kbd> snooze <kbd>M</kbd> move <kbd>E</kbd> edit <kbd>X</kbd> cancel <kbd>R</kbd> retry <kbd>Z</kbd> undo <kbd>?</kbd> all keys</small>`;
    render(template(), root);
    if (list.isStale) {
      render(template(), root); // at the first rendering, the lists have no position yet
    }
    askForTexts();
  }

  /** Requests the missing messages of the visible rows, each only once. */
  function askForTexts() {
    const missing = list.drawnRows.filter(({ key, reminder }) => reminder.message === undefined && !asked.has(key));
    if (missing.length > 0) {
      const keys = missing.map(({ key }) => key);
      for (const key of keys) {
        asked.add(key);
      }
      call('texts', { keys }).catch(() => {}); // the server reads the messages later anyway
    }
  }

  const drawSoon = () => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      draw();
    });
  };
  const onScroll = () => list.isStale && drawSoon();

  function step(by) {
    const { rows } = list;
    const at = rows.findIndex(({ key }) => key === selected);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next) {
      select(next.key);
      list.reveal(next.key);
      draw();
      root.querySelector(`[data-key="${CSS.escape(next.key)}"]`)?.focus({ preventScroll: true });
    }
  }

  const act = (key, does) => ({
    does,
    run: () => {
      const reminder = store.reminders.get(selected);
      const action = reminder && store.connection === 'live' && actionsFor(reminder).find((each) => each.key === key);
      action?.run(reminder);
    },
  });
  setKeys({
    n: { does: 'new reminder', run: () => form.focus() },
    '/': { does: 'search', run: () => root.querySelector('[type="search"]').focus() },
    j: { does: 'next reminder', run: () => step(1) },
    k: { does: 'previous reminder', run: () => step(-1) },
    Enter: { does: 'open it', run: () => selected && navigate(pathOf(store.reminders.get(selected))) },
    s: act('s', 'snooze it, or skip it once'),
    m: act('m', 'move it'),
    e: act('e', 'edit it'),
    x: act('x', 'cancel it'),
    r: act('r', 'retry it'),
    p: act('p', 'pause or resume it'),
  });
  addEventListener('scroll', onScroll, { passive: true });
  addEventListener('resize', drawSoon);
  everySecond(draw);
  const end = store.subscribe(drawSoon);
  draw();
  return () => {
    end();
    cancelAnimationFrame(frame);
    removeEventListener('scroll', onScroll);
    removeEventListener('resize', drawSoon);
  };
}
