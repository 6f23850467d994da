import { ask } from '../ask.js';
import { setUnhealthy } from '../frame.js';
import { html, nothing, render } from '../lit.js';
import { sign, statusLabel } from '../signs.js';
import { formatLength, formatWhen } from '../time.js';
import { complain, copy, toast } from '../toast.js';

/** The findings of `remindme doctor`, the undelivered messages, and how much of the quota of open executions is used. */

const COUNTS = ['Nothing needs', 'One thing needs', 'Two things need', 'Three things need', 'Four things need'];
const RANK = { fail: 0, warn: 1, ok: 2 };
/** The smallest share of the quota that a bar can show. */
const LEAST_SHARE = 0.01;

/** Matches advice that contains a command line to copy. */
const COMMAND = /\b(aws|npx|remindme) [a-z]/;

const title = (count) => `${COUNTS[count] ?? `${count} things need`} you`;

/** Renders the view. `main.js` describes the arguments. */
export function mount(root, { call, everySecond }) {
  let health;
  let kept = [];
  let problem;
  let isChecking = false;

  async function check(again) {
    isChecking = true;
    draw();
    try {
      health = await call(again ? 'health?again=1' : 'health');
      setUnhealthy(health.unhealthy);
      kept = health.hasKept ? await call('kept') : [];
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    isChecking = false;
    draw();
  }

  async function send(item) {
    const isSure = await ask({
      title: 'Send it again?',
      text: `“\u2068${item.what}\u2069” is sent at once, and only once.`,
      yes: 'Send it again',
      no: 'Not now',
    });
    if (isSure) {
      try {
        const { said } = await call('kept/send', { id: item.id });
        toast(said);
      } catch (error) {
        complain(error);
      }
      await check(true);
    }
  }

  const drawKept = (item) => html`<li class="check">
    <span class="st kept">${sign('kept')}kept</span>
    <span class="muted">${item.due ? `due ${formatWhen(Date.parse(item.due), Date.now())}` : 'an event'}</span>
    <div><b>${item.what}</b><small>${item.problem}</small></div>
    <button ?disabled=${isChecking} @click=${() => send(item)}>Send again</button>
  </li>`;

  function drawQuota({ open, limit }) {
    const share = open / limit;
    return share < LEAST_SHARE
      ? nothing
      : html`<meter class="quota" min="0" max=${limit} value=${open} aria-label="Open executions"></meter>`;
  }

  const drawCheck = ({ check: name, status, detail, fix }) => html`<li class="check">
    ${statusLabel(status)}
    <span>${name}</span>
    <div>${detail}${name === 'open executions' && health.limit ? drawQuota(health) : nothing}${
      fix
        ? COMMAND.test(fix)
          ? html`<div class="code"><p>${fix}</p><button aria-label=${`Copy what to do about ${name}`} @click=${() => copy(fix)}>Copy</button></div>`
          : html`<small>${fix}</small>`
        : nothing
    }</div>
  </li>`;

  function drawChecks() {
    const checks = [...health.checks].sort((one, other) => RANK[one.status] - RANK[other.status]);
    const ok = checks.filter(({ status }) => status === 'ok').length;
    return html`${
      kept.length > 0
        ? html`<section class="group" aria-labelledby="kept"><h2 id="kept">Undelivered <span>kept for 14 days each</span></h2><ul>${kept.map(drawKept)}</ul></section>`
        : nothing
    }
      <section class="group" aria-labelledby="checks"><h2 id="checks">Checks <span>${checks.length}, ${ok} of them ok</span></h2><ul>${checks.map(drawCheck)}</ul></section>`;
  }

  function draw() {
    const heading = health ? title(health.unhealthy) : 'Health';
    const when = health ? `, checked ${formatLength(Date.now() - health.at)} ago` : '';
    render(
      html`<div class="head">
          <div><h1>${heading}</h1><p class="sub">What <code>remindme doctor</code> says${when}</p></div>
          <button ?disabled=${isChecking} @click=${() => check(true)}>${isChecking ? 'Checking…' : 'Check again'}</button>
        </div>
        ${problem ? html`<div class="say" role="alert">${sign('caught')}<p><b>${problem.problem}</b> ${problem.next}</p></div>` : nothing}
        ${health ? drawChecks() : problem ? nothing : html`<p class="empty" role="status">Checking everything that a reminder needs to arrive…</p>`}`,
      root,
    );
  }

  everySecond(draw);
  check(false);
}
