import { needsYou } from './agenda.js';
import { html, nothing, render } from './lit.js';
import { sign } from './signs.js';
import { store } from './store.js';
import { formatClock } from './time.js';

/** Renders the parts that all views share: the header, and a banner if the server or AWS does not respond. */

const LINKS = [
  { path: '/', label: 'Reminders', isIn: (path) => path === '/' || path.startsWith('/reminders') },
  { path: '/learn', label: 'Learn' },
  { path: '/inbox', label: 'Inbox', needs: 'hasInbox' },
  { path: '/stacks', label: 'Stacks' },
  { path: '/health', label: 'Health' },
];

const STATES = { connecting: 'Connecting', live: 'Live', lost: 'Not connected', closed: 'Not connected' };

/** The number of checks that need attention. */
let unhealthy = 0;

/** Sets the number next to Health in the header. The next rendering shows it. */
export function setUnhealthy(count) {
  unhealthy = count;
}

const number = (count) => (count > 0 ? html`<b>${count}<span class="vh"> need you</span></b>` : nothing);

const isCurrent = ({ path, isIn }) => (isIn ? isIn(location.pathname) : location.pathname.startsWith(path));

let timer;

/** Renders the header and the banner. */
export function drawFrame(about) {
  clearTimeout(timer);
  const { connection, trouble } = store;
  const counts = { '/': needsYou(store).length, '/health': unhealthy };
  const isLive = connection === 'live' && !trouble;
  const header = document.getElementById('header');
  header.classList.toggle('lost', !isLive);
  render(
    html`<a class="brand" href="/">remindme</a>
      <nav aria-label="Views">${LINKS.filter(({ needs }) => !needs || about[needs]).map(
        (link) =>
          html`<a href=${link.path} aria-current=${isCurrent(link) ? 'page' : nothing}>${link.label}${number(counts[link.path] ?? 0)}</a>`,
      )}</nav>
      <small class="where"><span class="dot"></span>${trouble ? 'AWS does not answer' : STATES[connection]}<span class="o"> · ${about.where}</span></small>`,
    header,
  );
  render(banner(), document.getElementById('notice'));
  if (connection === 'lost') {
    timer = setTimeout(() => drawFrame(about), 1_000); // updates the seconds until the next attempt
  }
}

function banner() {
  const { connection, knownAt, trouble, retryAt } = store;
  const known = knownAt ? `This is what was known at ${formatClock(knownAt)}.` : '';
  if (connection === 'closed') {
    return html`<div class="banner" role="alert">${sign('caught')}<span><b>The server has no session for this page.</b> ${known} Open the URL that it has printed last.</span><button @click=${() => store.connect()}>Try now</button></div>`;
  }
  if (connection === 'lost') {
    const seconds = Math.max(0, Math.ceil((retryAt - Date.now()) / 1_000));
    return html`<div class="banner" role="alert">${sign('caught')}<span><b>Connection lost.</b> ${known} <span aria-hidden="true">Trying again in ${seconds} s.</span></span><button @click=${() => store.connect()}>Try now</button></div>`;
  }
  return trouble
    ? html`<div class="banner" role="alert">${sign('caught')}<span><b>${trouble.problem}</b> ${known} ${trouble.next}</span></div>`
    : nothing;
}
