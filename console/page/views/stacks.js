import { html, nothing, render, repeat, svg } from '../lit.js';
import { statusLabel } from '../signs.js';
import { formatElapsed, formatWhen } from '../time.js';
import { complain } from '../toast.js';

/** The executions of the stack creator. For each execution, the view shows the request and its progress in CloudFormation. */

/** The interval at which the list and the open execution are read, in milliseconds. */
const EVERY = 3_000;

const SIGNS = { running: 'pending', done: 'sent', failed: 'failed', cancelled: 'cancelled' };

const requestOf = ({ input }) => (typeof input === 'object' && input !== null ? input : {});
const nameOf = (run) => {
  const { stackName, stacks } = requestOf(run);
  return stackName ?? (Array.isArray(stacks) ? stacks.map((each) => each?.stackName).join(', ') : run.id);
};
const actionOf = (run) => {
  const { action = 'create', stacks } = requestOf(run);
  return Array.isArray(stacks) ? `${stacks.length} stacks` : action;
};
const tookOf = ({ startedAt, endedAt }) => formatElapsed((endedAt ?? Date.now()) - startedAt);

const SECONDS = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Renders the view. `main.js` describes the arguments. */
export function mount(root, { params, about, call, everySecond, setTitle }) {
  let runs;
  let opened;
  let problem;
  let readAt = 0;
  let isReading = false;

  async function read() {
    if (isReading) {
      return;
    }
    isReading = true;
    try {
      ({ runs } = await call('stacks'));
      opened = params.id === undefined ? undefined : await call(`stacks/${encodeURIComponent(params.id)}`);
      problem = undefined;
      if (opened) {
        setTitle(nameOf(opened.run));
      }
    } catch (error) {
      problem = error;
    }
    isReading = false;
    readAt = Date.now();
    draw();
  }

  const drawRow = (run) => html`<li class="stack-run">
    ${statusLabel(SIGNS[run.status], run.status)}
    <span class="muted">${actionOf(run)}</span>
    <a class="what" href=${`/stacks/${encodeURIComponent(run.id)}`} aria-current=${run.id === params.id ? 'true' : nothing}>${nameOf(run)}</a>
    <span class="in">${tookOf(run)}</span>
    <time class="muted">${formatWhen(run.startedAt, Date.now())}</time>
  </li>`;

  /** Renders the times at which the stack creator checked the stack, as dots on a line and in words. */
  function drawPolls({ run, polls }) {
    const length = (run.endedAt ?? Date.now()) - run.startedAt || 1;
    const at = (milliseconds) => 4 + (792 * Math.min(milliseconds, length)) / length;
    // several stacks are polled at the same time, so the gaps between all polls say nothing about one stack
    const gaps = requestOf(run).stacks ? [] : polls.slice(1).map((poll, index) => poll - polls[index]);
    const [least, most] = [Math.min(...gaps), Math.max(...gaps)].map((gap) => SECONDS.format(gap / 1_000));
    const often = gaps.length === 0 ? '' : `, every ${least === most ? least : `${least} to ${most}`} s`;
    const words =
      polls.length === 0
        ? 'It has not polled the stack yet.'
        : `It polled the stack ${polls.length === 1 ? 'once' : `${polls.length} times`}${often}. Between two polls, no program runs.`;
    return html`<h3>Polls</h3>
      <svg class="polls" viewBox="0 0 800 16" role="img" aria-label=${words}>
        <path class="rail" d="M4 8H796"></path>
        ${polls.map((poll) => svg`<circle class="poll" cx=${at(poll)} cy="8" r="4"></circle>`)}
      </svg>
      <p class="muted">${words}</p>`;
  }

  function drawOpened({ run, steps, polls }) {
    const { error, cause, output } = run;
    return html`<section class="panel" aria-label=${nameOf(run)}>
      <div class="head"><h2 class="big">${nameOf(run)}</h2>${statusLabel(SIGNS[run.status], run.status)}</div>
      <p class="muted">${actionOf(run)}, ${formatWhen(run.startedAt, Date.now())}, ${tookOf(run)}. <a href=${`/stacks/${encodeURIComponent(run.id)}/graph`}>See its graph and its history</a></p>
      ${error ? html`<h3>Error</h3><p><code>${error}</code></p><p>${cause}</p>` : nothing}
      <h3>Steps</h3>
      ${steps.length === 0 ? html`<p class="muted">None yet.</p>` : html`<ol class="steps">${steps.map((step) => html`<li><span class="in">${formatElapsed(step.at)}</span> ${step.said}</li>`)}</ol>`}
      ${drawPolls({ run, polls })}
      <h3>Input</h3><pre>${JSON.stringify(run.input, null, 2)}</pre>
      ${output === null ? nothing : html`<h3>Output</h3><pre>${JSON.stringify(output, null, 2)}</pre>`}
    </section>`;
  }

  function drawList() {
    if (problem && !runs) {
      return html`<div class="empty"><h2 class="big">${problem.problem}</h2><p>${problem.next}</p></div>`;
    }
    if (!runs) {
      return html`<p class="empty" role="status">Reading the executions…</p>`;
    }
    return runs.length === 0
      ? html`<div class="empty"><h2 class="big">No stack has been requested yet</h2><p>Request one from a terminal:</p><p><code>${about.command} stack create my-stack --template template.json</code></p></div>`
      : html`<ul class="runs">${repeat(runs, ({ id }) => id, drawRow)}</ul>`;
  }

  function draw() {
    render(
      html`<h1>Stacks</h1>
        <p class="sub">The requests to the stack creator. It polls CloudFormation, with growing pauses.</p>
        <div class="stacks">${drawList()}${opened ? drawOpened(opened) : nothing}</div>`,
      root,
    );
  }

  everySecond(() => (Date.now() - readAt >= EVERY ? read() : draw()));
  draw();
  read().catch(complain);
}
