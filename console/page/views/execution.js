import { callBox } from '../call-box.js';
import { endOf, executionHead, newerAttempt, parse, STATUSES, titleOf } from '../execution-head.js';
import { graphWords } from '../graph-words.js';
import { historyTable } from '../history-table.js';
import { html, nothing, render } from '../lit.js';
import { LiveDrawing } from '../live-drawing.js';
import { allStates } from '../machine-states.js';
import { actionButtons, actionsFor } from '../reminder-actions.js';
import { statePanel } from '../state-panel.js';
import { endOfWait } from '../state-words.js';
import { drawTimeline } from '../timeline.js';
import { drawWaiting } from '../waiting.js';

/** One execution: its graph, its states, its timeline and its history. */

/** The pauses between two reads of a running execution, in milliseconds: the usual one, and the longest one during a wait. */
const EVERY = { working: 1_000, waiting: 10_000 };

const KEYS = { s: 'snooze, or skip once', m: 'move', e: 'edit', x: 'cancel', r: 'retry', p: 'pause or resume' };

/** Returns the state to show first: a caught, failed, retrying or running one, or else the last one. */
function mostInteresting(states) {
  const names = Object.keys(states);
  const found = ['caught', 'failed', 'retrying', 'running'].map((status) =>
    names.findLast((name) => states[name].status === status),
  );
  return found.find(Boolean) ?? names.at(-1);
}

/** Renders the view. `main.js` describes the arguments and the result. */
export function mount(
  root,
  { params, query, about, store, call, navigate, replaceQuery, setTitle, setKeys, everySecond },
) {
  const { id } = params;
  const machine = params.via ?? 'stack-creator';
  const isReminder = machine !== 'stack-creator';
  let run;
  let drawn;
  let graph;
  let states = new Map();
  let problem;
  let selected = query.get('state') ?? undefined;
  let isChosen = selected !== undefined;
  const view = { visit: undefined, search: '', isWhole: false, call: 0 };
  let readAt = 0;
  let isReading = false;
  let isMounted = true;
  let revealed;

  const definitionOf = (name) => states.get(name);
  const redraw = (changes) => {
    Object.assign(view, changes);
    draw();
  };
  const isOpen = () => run === undefined || run.status === 'RUNNING';
  const reminder = () =>
    store.reminders.get(`${machine}/${id}`) ?? {
      id,
      via: machine,
      status: { RUNNING: 'pending', SUCCEEDED: 'sent', ABORTED: 'cancelled' }[run?.status] ?? 'failed',
      message: parse(run?.input).message,
      due: run?.waiting?.next[0],
      every: run?.waiting?.every,
      wasRefused: run?.wasRefused,
    };

  /** Returns the pause until the next read, in milliseconds. In a Wait state, nothing changes until the wait ends. */
  function pause() {
    if (run?.waiting) {
      return EVERY.waiting;
    }
    const waits = Object.values(run?.states ?? {}).flatMap(({ newest }) =>
      newest.filter(({ exitedAt }) => exitedAt === undefined),
    );
    const end = waits.length === 1 && waits[0].type === 'Wait' ? endOfWait(waits[0]) : undefined;
    const left = end === undefined ? 0 : end - Date.now();
    return left > EVERY.working ? Math.min(left, EVERY.waiting) : EVERY.working;
  }

  async function read() {
    if (isReading) {
      return;
    }
    isReading = true;
    try {
      run = await call(`executions/${machine}/${encodeURIComponent(id)}`);
      if (run.definition && drawn?.key !== run.definition) {
        draw(); // drawing the graph takes a moment, and people can read the rest in the meantime
        drawn = await call(`definitions/${run.definition}`);
        states = new Map(allStates(drawn.definition).map(({ name, state }) => [name, state]));
        graph = new LiveDrawing(drawn, select, {
          label: `Graph of ${machine}. Arrow keys choose a state.`,
          hasStatuses: true,
        });
      }
      problem = undefined;
    } catch (error) {
      problem = error;
      run = error.status === 404 ? undefined : run; // the server answers 404 after the reminder's schedule was deleted
    }
    isReading = false;
    readAt = Date.now();
    if (isMounted) {
      draw();
    }
  }

  function select(name) {
    selected = name;
    isChosen = true;
    view.visit = undefined;
    const query = new URLSearchParams(location.search);
    query.set('state', name);
    replaceQuery(query);
    draw();
  }

  const onDone = (result) => {
    if (result?.id && result.id !== id) {
      navigate(`/reminders/${result.via ?? machine}/${encodeURIComponent(result.id)}`);
    } else if (result) {
      read();
    }
  };

  /** Returns the label of an item of a Map. For the stack creator, this is the stack's name. */
  function labelOf(item) {
    const inputs = Object.values(run.states).flatMap(({ newest }) =>
      newest.filter((visit) => visit.item === item).map(({ input }) => parse(input)),
    );
    const name = inputs.map(({ stackName, request }) => stackName ?? request?.stackName).find(Boolean);
    return name ?? (item === undefined ? 'Inside' : `Item ${item + 1}`);
  }

  /** Returns the text for screen readers, which announce it when it changes. */
  function announcement() {
    const now = Object.entries(run.states ?? {})
      .filter(([, { status }]) => ['running', 'retrying', 'failed'].includes(status))
      .map(([name, { status }]) => `${name}: ${status}.`);
    return [run.states ? `The execution is ${STATUSES[run.status]}.` : 'It waits in a schedule.', ...now].join(' ');
  }

  function draw() {
    if (!run) {
      render(
        problem
          ? html`<a class="back" href="/">← Reminders</a><div class="empty"><h1>${problem.problem}</h1><p>${problem.next}</p></div>`
          : html`<p class="empty" role="status">Reading the execution…</p>`,
        root,
      );
      return;
    }
    const now = Date.now();
    setTitle(titleOf(run, isReminder ? reminder() : undefined));
    if (!isChosen && run.states) {
      selected = mostInteresting(run.states);
    }
    const calls = [
      ...run.calls,
      ...(isReminder ? [{ title: 'remindme', command: `${about.command} show ${id}` }] : []),
    ];
    render(
      html`<div class="execution"><a class="back" href=${isReminder ? '/' : '/stacks'}>← ${isReminder ? 'Reminders' : 'Stacks'}</a>
        ${executionHead({ run, reminder: isReminder ? reminder() : undefined, newer: isReminder ? newerAttempt(store, { via: machine, id }) : undefined, now })}
        <div class="acts bar">${isReminder ? actionButtons(reminder(), { onDone }) : nothing}${run.awsConsole ? html`<a class="btn" href=${run.awsConsole} target="_blank" rel="noreferrer">Open in the AWS console ↗</a>` : nothing}</div>
        ${run.waiting ? drawWaiting(run.waiting, reminder().status === 'paused', now) : nothing}
        ${run.states ? execution(now) : nothing}
        ${callBox(calls, view.call, (index) => redraw({ call: index }))}
        <p class="vh" role="status">${announcement()}</p></div>`,
      root,
    );
    graph?.update({ states: run.states, edges: run.edges, selected, now });
    if (graph && revealed !== selected) {
      revealed = selected;
      graph.reveal(selected);
    }
  }

  function execution(now) {
    return html`${drawTimeline(run.timeline, { now, selected, select, definitionOf, end: endOf(run), labelOf })}
        <div class="split"><figure><div class="frame ${graph?.isTall ? 'tall' : ''}" tabindex="-1">${graph?.element ?? html`<p class="muted" role="status">Drawing the graph…</p>`}</div><figcaption>${drawn ? graphWords(drawn.words, run.states) : nothing}</figcaption></figure>
        ${drawn ? statePanel({ name: selected, definition: definitionOf(selected), state: run.states[selected], visit: view.visit, chooseVisit: (visit) => redraw({ visit }), now }) : nothing}</div>
        ${historyTable({ history: run.history, search: view.search, setSearch: (search) => redraw({ search }), isWhole: view.isWhole, showAll: () => redraw({ isWhole: true }), now, isEnded: !isOpen() })}`;
  }

  /** Reads the execution again after the pause, if it is running or if its status in the list differs. */
  function tick() {
    if (problem?.status === 404) {
      return;
    }
    const listed = store.reminders.get(`${machine}/${id}`);
    const isStale = run && listed && (listed.status === 'pending') !== isOpen();
    if ((isOpen() || isStale) && Date.now() - readAt >= pause()) {
      read();
    } else if (isOpen()) {
      draw();
    }
  }

  const keys = Object.fromEntries(
    Object.entries(KEYS).map(([key, does]) => [
      key,
      {
        does,
        run: async () =>
          onDone(
            await actionsFor(reminder())
              .find((action) => action.key === key)
              ?.run(reminder()),
          ),
      },
    ]),
  );
  setKeys({
    ...(isReminder ? keys : {}),
    Escape: { does: 'go back to the list', run: () => navigate(isReminder ? '/' : '/stacks') },
  });
  everySecond(tick);
  const unsubscribe = store.subscribe(() => run && draw());
  draw();
  read();
  return () => {
    isMounted = false;
    unsubscribe();
  };
}
