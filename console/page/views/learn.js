import { ask } from '../ask.js';
import { graphWords } from '../graph-words.js';
import { showJson } from '../json-view.js';
import { html, nothing, render } from '../lit.js';
import { LiveDrawing } from '../live-drawing.js';
import { allStates } from '../machine-states.js';
import { sign } from '../signs.js';
import { complain, toast } from '../toast.js';

/** The view that explains a state machine. It shows each state with its comment, its JSON and the lessons of the slides. */

const MACHINES = ['sns', 'lambda', 'stack-creator'];

const WORDS = {
  sns: 'Waits, then publishes to a topic. It needs no function, because Step Functions calls SNS itself.',
  lambda: 'The same machine, but a Lambda function publishes. Compare the state Send the reminder.',
  'stack-creator':
    'Creates, updates and deletes CloudFormation stacks, and asks again and again until each has ended. It uses all eight types of states.',
};

/** Returns a state's definition without its inner states, which the page shows separately. */
function withoutInner({ Branches, ItemProcessor, ...state }) {
  const folded = (inner) => ({ ...inner, States: `… ${Object.keys(inner.States).length} states, shown on their own` });
  return {
    ...state,
    ...(Branches && { Branches: Branches.map(folded) }),
    ...(ItemProcessor && { ItemProcessor: folded(ItemProcessor) }),
  };
}

const pathOf = (machine, id) => (machine === 'stack-creator' ? `/stacks/${id}/graph` : `/reminders/${machine}/${id}`);

/** Renders the view. `main.js` describes the arguments. */
export function mount(root, { params, query, about, call, replaceQuery, setTitle, setKeys }) {
  const machine = params.machine ?? 'sns';
  let learn;
  let drawn;
  let graph;
  let problem;
  let selected = query.get('state') ?? undefined;
  const started = [];
  setTitle(`Learn: ${machine}`);

  async function read() {
    try {
      learn = await call(`learn/${machine}`);
      drawn = await call(`definitions/${learn.definition}`);
      graph = new LiveDrawing(drawn, select, {
        label: `Graph of ${learn.name}. Arrow keys choose a state.`,
        hasStatuses: false,
      });
      selected ??= drawn.definition.StartAt;
    } catch (error) {
      problem = error;
    }
    draw();
    graph?.reveal(selected);
  }

  function select(name) {
    selected = name;
    replaceQuery(new URLSearchParams({ state: name }));
    draw();
    graph.reveal(name);
  }

  const start = (index) => async () => {
    if (!about.isLocal && machine === 'stack-creator') {
      const isSure = await ask({
        title: 'Start it on AWS?',
        text: 'It changes CloudFormation stacks in your account. They cost nothing, and the example Delete both removes them.',
        yes: 'Start it',
        no: 'Not now',
      });
      if (!isSure) {
        return;
      }
    }
    try {
      const { id } = await call(`learn/${machine}/start`, { example: index });
      started.unshift({ id, title: learn.examples[index].title });
      toast('Started. Watch it on its own page.');
      draw();
      root.querySelector('.started a')?.focus();
    } catch (error) {
      complain(error);
    }
  };

  const lessonsOf = (name) => learn.lessons.filter(({ states }) => states.includes(name));
  const saidOf = (type) => learn.types.find((each) => each.type === type)?.slides;

  const showLesson = ({ slides, today }) =>
    html`<div class="lesson"><p class="muted">The slides say</p><p class="big">${slides}</p><p>${today}</p></div>`;

  function panel(states) {
    const place = states.findIndex(({ name }) => name === selected);
    const { name, state } = states[Math.max(place, 0)];
    const [before, after] = [states[place - 1], states[place + 1]];
    const said = saidOf(state.Type);
    const step = (to, words) => (to ? html`<button @click=${() => select(to.name)}>${words}</button>` : nothing);
    return html`<section class="panel" aria-label=${`State ${name}`} tabindex="0">
      ${lessonsOf(name).map(showLesson)}
      <p class="muted">State ${Math.max(place, 0) + 1} of ${states.length}</p>
      <div class="h"><h2 class="big">${name}</h2><span class="muted">${state.Type}</span></div>
      <p class="c">${state.Comment}</p>
      ${said ? html`<p class="muted">${state.Type}: ${said}</p>` : nothing}
      <h3>Definition</h3>${showJson(withoutInner(state))}
      <div class="acts spaced">${step(before, `← ${before?.name}`)}${step(after, `${after?.name} →`)}</div></section>`;
  }

  const runs = () =>
    started.length === 0
      ? nothing
      : html`<ul class="started">${started.map(({ id, title }) => html`<li class="st ok">${sign('ok')} <a href=${pathOf(machine, id)}>Watch “${title}”</a> <span class="mono muted">${id}</span></li>`)}</ul>`;

  const examples = () => html`<section class="more"><div class="hd"><h2>Start it and watch</h2></div>${runs()}
    <ul class="examples">${learn.examples.map(
      (
        { title, shows, input, command },
        index,
      ) => html`<li><div class="h"><h3>${title}</h3><button class="go" aria-label=${`Start: ${title}`} @click=${start(index)}>Start</button></div><p>${shows}</p>${showJson(input)}
      <details class="fold"><summary>With the AWS CLI</summary><pre tabindex="0">${command}</pre></details></li>`,
    )}</ul></section>`;

  const sideBySide = (
    states,
  ) => html`<section class="more"><div class="hd"><h2>Every state <span class="n">${states.length}</span></h2></div>
    <ol class="sides">${states.map(
      ({ name, state }) =>
        html`<li><div><h3>${name} <span class="n">${state.Type}</span></h3><p>${state.Comment}</p>${(state.Choices ?? []).map(({ Comment, Next }) => html`<p class="muted">→ ${Next}: ${Comment}</p>`)}${lessonsOf(name).map(({ slides }) => html`<p class="muted">Lesson: ${slides}</p>`)}</div><div>${showJson(withoutInner(state))}</div></li>`,
    )}</ol></section>`;

  /** Renders the lessons that no single state demonstrates. */
  const others = () =>
    html`<section class="more"><details class="fold"><summary>The other lessons of the slides</summary><dl class="lessons">${learn.lessons
      .filter(({ states }) => states.length === 0)
      .map(({ slides, today }) => html`<dt>${slides}</dt><dd>${today}</dd>`)}</dl></details></section>`;

  function draw() {
    const tabs = html`<div class="tabs" role="group" aria-label="State machines">${MACHINES.map((each) => html`<a class="btn quiet" href=${`/learn/${each}`} aria-current=${each === machine ? 'page' : nothing}>${about.service}-${each}</a>`)}</div>`;
    const states = drawn ? allStates(drawn.definition) : [];
    render(
      html`<div class="learn"><h1>Learn</h1><p class="sub">Three state machines from the slides of 2018. Read one, start it with good and bad input, and watch.</p>${tabs}
        ${problem ? html`<div class="empty"><h2 class="big">${problem.problem}</h2><p>${problem.next}</p></div>` : nothing}
        ${
          drawn
            ? html`<p class="what-for">${WORDS[machine]}</p>
          <div class="split"><figure><div class="frame ${graph.isTall ? 'tall' : ''}">${graph.element}</div><figcaption>${graphWords(drawn.words)}</figcaption></figure>${panel(states)}</div>
          ${examples()}${sideBySide(states)}${others()}`
            : problem
              ? nothing
              : html`<p class="empty" role="status">Reading the definition…</p>`
        }</div>`,
      root,
    );
    graph?.update({ selected });
  }

  const move = (step) => () => {
    const states = allStates(drawn?.definition ?? { States: {} });
    const next = states[states.findIndex(({ name }) => name === selected) + step];
    if (next) {
      select(next.name);
    }
  };
  setKeys({ j: { does: 'next state', run: move(1) }, k: { does: 'previous state', run: move(-1) } });
  draw();
  read();
}
