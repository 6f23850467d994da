import { call } from './api.js';
import { drawFrame, setUnhealthy } from './frame.js';
import { startKeys } from './keys.js';
import { html, render } from './lit.js';
import { matchPath, navigate, replaceQuery, startRouter } from './router.js';
import { store } from './store.js';
import { setZone } from './time.js';

/**
 * The views. A view's module is loaded when the view is first shown. It exports `mount(root, context)`, which renders the view
 * into `root`. If `mount` returns a function, the page calls the function before it shows another view. `context` has:
 * - `params`: the named parts of the path; `query`: the URL's URLSearchParams
 * - `about`: `{ service, where, isLocal, hasInbox, zone, command }`
 * - `store`, see `store.js`; `call(path, body?)`, see `api.js`; `setKeys(keys)`, see `keys.js`
 * - `navigate(path)`, `replaceQuery(query)`, `setTitle(text)`
 * - `everySecond(draw)`: calls `draw` each second while the view is visible
 *
 * A view in the header also needs a line in `frame.js`. The routes of the API are in `console/server/routes/`.
 */
const VIEWS = [
  { path: '/', title: 'Reminders', load: () => import('./views/reminders.js') },
  { path: '/reminders/:via/:id', title: 'Reminder', load: () => import('./views/execution.js') },
  { path: '/learn', title: 'Learn', load: () => import('./views/learn.js') },
  { path: '/learn/:machine', title: 'Learn', load: () => import('./views/learn.js') },
  { path: '/inbox', title: 'Inbox', load: () => import('./views/inbox.js') },
  { path: '/inbox/:messageId', title: 'Inbox', load: () => import('./views/inbox.js') },
  { path: '/stacks', title: 'Stacks', load: () => import('./views/stacks.js') },
  { path: '/stacks/:id', title: 'Stacks', load: () => import('./views/stacks.js') },
  { path: '/stacks/:id/graph', title: 'Stacks', load: () => import('./views/execution.js') },
  { path: '/health', title: 'Health', load: () => import('./views/health.js') },
];

/** The delay before the page requests the deployment's health, in milliseconds. The list loads first. */
const CHECKED_AFTER = 2_000;

const root = document.getElementById('main');
let unmount = () => {};
let shown = 0;
let viewKeys = {};

const setTitle = (text) => {
  document.title = `${text} · remindme`;
};

/** Shows the view of a URL. */
async function show(url, about) {
  shown += 1;
  const turn = shown;
  const found = VIEWS.map((view) => ({ view, params: matchPath(view.path, url.pathname) })).find(
    ({ params }) => params,
  );
  if (!found) {
    leave();
    setTitle('Not found');
    render(html`<div class="empty"><h1>There is no such page</h1><p><a href="/">See the reminders</a></p></div>`, root);
    return;
  }
  const view = await found.view.load();
  if (turn !== shown) {
    return; // another view was chosen in the meantime
  }
  leave();
  setTitle(found.view.title);
  const timers = [];
  const context = {
    params: found.params,
    query: url.searchParams,
    about,
    store,
    call,
    navigate,
    replaceQuery,
    setTitle,
    setKeys: (keys) => {
      viewKeys = keys;
    },
    everySecond: (draw) => timers.push(setInterval(() => !document.hidden && draw(), 1_000)),
  };
  // a new element, because lit-html stores its state in the element
  const element = document.createElement('div');
  root.replaceChildren(element);
  const end = view.mount(element, context);
  unmount = () => {
    timers.forEach(clearInterval);
    end?.();
  };
  drawFrame(about);
  if (turn > 1) {
    root.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function leave() {
  unmount();
  unmount = () => {};
  viewKeys = {};
  root.replaceChildren();
}

/** Exchanges the token in the URL for a cookie, and removes the token from the URL and from the browser's history. */
async function openSession() {
  const token = location.hash.slice(1);
  if (/^[\w-]{32}$/.test(token)) {
    history.replaceState(null, '', location.pathname + location.search);
    await call('session', { token });
  }
}

/** Updates the number next to Health in the header. */
async function showUnhealthy(about) {
  const { unhealthy } = await call('health/count').catch(() => ({ unhealthy: 0 }));
  setUnhealthy(unhealthy);
  drawFrame(about);
}

try {
  await openSession();
  const about = await call('about');
  setZone(about.zone);
  startKeys(() => viewKeys);
  store.subscribe(() => drawFrame(about));
  store.start();
  startRouter((url) => show(url, about));
  setTimeout(() => showUnhealthy(about), CHECKED_AFTER);
} catch (error) {
  render(
    html`<div class="empty"><h1>${error.problem ?? 'Something is wrong with this page.'}</h1><p>${error.next ?? error.message}</p></div>`,
    root,
  );
}
