import { isOpen } from './agenda.js';
import { call, reminderPath } from './api.js';
import { ask, openDialog } from './ask.js';
import { html, nothing } from './lit.js';
import { dueIn, instant, quoted } from './reminder-words.js';
import { repeatedActions } from './repeated-actions.js';
import { attempt, toast } from './toast.js';
import { understood, WhenReader } from './when.js';

/**
 * The actions on a reminder. Most functions first ask for confirmation or input. Each returns the reminder after the action, or
 * `undefined` if nothing was done.
 */

/** Asks for confirmation, then cancels a reminder. Undo adds it again, unless it is repeated or already due. */
async function cancel(reminder) {
  const isSure = await ask({
    title: `Cancel ${quoted(reminder)}?`,
    text: reminder.every
      ? `It is due ${reminder.every}. It will never be sent again.`
      : `${reminder.due === undefined ? '' : `It is due ${dueIn(reminder.due)}. `}It will not be sent.`,
    yes: 'Cancel the reminder',
    no: 'Keep it',
    isDanger: true,
  });
  return isSure
    ? attempt(async () => {
        const { wasDue } = await call(reminderPath(reminder, '/cancel'), {});
        const { message, subject, due, via } = reminder;
        const canUndo = message !== undefined && !reminder.every && due > Date.now();
        toast(
          wasDue
            ? `Cancelled ${quoted(reminder)}. It was already due, and may have arrived.`
            : `Cancelled ${quoted(reminder)}.`,
          canUndo
            ? async () => {
                await call('reminders', { message, subject, via, when: instant(due) });
                toast(`${quoted(reminder)} is pending again.`);
              }
            : undefined,
        );
        return reminder;
      })
    : undefined;
}

/** Moves a reminder, or the next occurrence of a repeated reminder, to another time. Undo moves it back. */
function moveTo(reminder, when) {
  return attempt(async () => {
    const moved = await call(reminderPath(reminder, reminder.every ? '/move-next' : '/move'), { when });
    toast(
      `${quoted(reminder)} is due ${dueIn(moved.due)}.`,
      reminder.due > Date.now()
        ? async () => {
            await call(reminderPath(moved, '/move'), { when: instant(reminder.due) });
            toast(`${quoted(reminder)} is due ${dueIn(reminder.due)} again.`);
          }
        : undefined,
    );
    return moved;
  });
}

async function move(reminder) {
  const when = await askWhen(
    reminder.every ? `Move the next ${quoted(reminder)}` : `Move ${quoted(reminder)}`,
    'Move it',
  );
  return when === undefined ? undefined : moveTo(reminder, when);
}

const SNOOZES = ['in 10 minutes', 'in 1 hour', 'tomorrow 9am'];

/** Asks for the new time, then moves a pending reminder, or adds an ended reminder again with that time. */
async function snooze(reminder) {
  const chosen = await openDialog(
    `Snooze ${quoted(reminder)}`,
    (close) => html`<h2 class="big">Snooze ${quoted(reminder)}</h2>
      <div class="acts spread">${SNOOZES.map((when) => html`<button @click=${() => close(when)}>${when}</button>`)}<button @click=${() => close('other')}>other…</button></div>
      <div class="acts"><button class="quiet" @click=${() => close()}>Leave it</button></div>`,
  );
  const when = chosen === 'other' ? await askWhen(`Snooze ${quoted(reminder)}`, 'Snooze it') : chosen;
  if (when === undefined) {
    return undefined;
  }
  return reminder.status === 'pending' ? moveTo(reminder, when) : addAgain(reminder, when);
}

/** Renders buttons that add an arrived reminder again with a later due time. */
export const againButtons = (reminder, isDisabled) =>
  html`<span class="muted">Again</span>${SNOOZES.map(
    (when) => html`<button ?disabled=${isDisabled} @click=${() => addAgain(reminder, when)}>${when}</button>`,
  )}`;

function addAgain({ message, subject, via }, when) {
  return attempt(async () => {
    const added = await call('reminders', { message, subject, via, when });
    toast(`${quoted({ message })} is due ${dueIn(added.due)}.`);
    return added;
  });
}

/**
 * Asks for a due time, and shows how the server interprets it. Returns the phrase, or `undefined` if the user closes the
 * dialog.
 */
function askWhen(title, yes) {
  let draw;
  const reader = new WhenReader(() => draw?.());
  return openDialog(title, (close, redraw) => {
    draw = redraw;
    const choose = (when) => {
      document.getElementById('new-when').value = when;
      reader.read(when);
    };
    const submit = (event) => {
      event.preventDefault();
      if (reader.result?.due !== undefined) {
        close(reader.text);
      }
    };
    return html`<form @submit=${submit}>
      <h2 class="big">${title}</h2>
      <label class="field">When<input id="new-when" autofocus autocomplete="off" aria-describedby="new-understood" @input=${(event) => reader.type(event.target.value)}></label>
      <p class="understood" id="new-understood" role="status">${understood(reader, choose, '“tomorrow 9am”, “in 90 minutes”, “2027-01-27 09:00”')}</p>
      <div class="acts"><button type="button" @click=${() => close()}>Leave it</button><button class="go" ?disabled=${reader.result?.due === undefined}>${yes}</button></div>
    </form>`;
  });
}

/** Asks for the new message and subject, and changes the reminder. Undo restores the old ones. */
async function edit(reminder) {
  const { message, subject } = reminder;
  if (message === undefined) {
    return undefined;
  }
  const texts = await openDialog(`Edit ${quoted(reminder)}`, (close) => {
    const submit = (event) => {
      event.preventDefault();
      const form = new FormData(event.target);
      close({ message: form.get('message'), subject: form.get('subject') });
    };
    return html`<form @submit=${submit}>
      <h2 class="big">Edit the reminder</h2>
      <label class="field">Remind me to<textarea name="message" rows="4" autofocus required .value=${message}></textarea></label>
      <label class="field">Subject of the email<input name="subject" autocomplete="off" maxlength="99" .value=${subject ?? 'Reminder'}></label>
      <div class="acts"><button type="button" @click=${() => close()}>Leave it</button><button class="go">Save</button></div>
    </form>`;
  });
  if (texts === undefined || (texts.message === message && texts.subject === (subject ?? 'Reminder'))) {
    return undefined;
  }
  const change = (which, to) => call(reminderPath(which, reminder.every ? '/edit-all' : '/edit'), to);
  return attempt(async () => {
    const edited = await change(reminder, texts);
    toast(`It says ${quoted(texts)} now.`, async () => {
      await change(edited, { message, subject: subject ?? 'Reminder' });
      toast(`It says ${quoted(reminder)} again.`);
    });
    return edited;
  });
}

/** True if a failed reminder can be sent again. A refused request would be refused again. */
export const canRetry = ({ status, wasRefused }) => status === 'failed' && !wasRefused;

async function retry(reminder) {
  const isSure = await ask({
    title: `Send ${quoted(reminder)} again?`,
    text:
      reminder.due !== undefined && reminder.due > Date.now()
        ? `It failed before it was due. It will be sent ${dueIn(reminder.due)}.`
        : 'It was not sent. It will be sent at once, and only once.',
    yes: 'Send it again',
    no: 'Not now',
  });
  return isSure
    ? attempt(async () => {
        const retried = await call(reminderPath(reminder, '/retry'), {});
        toast(`${quoted(reminder)} is sent again.`);
        return retried;
      })
    : undefined;
}

/** Returns the actions that a reminder's status allows. */
export function actionsFor(reminder) {
  return [
    ...(isOpen(reminder)
      ? [
          ...(reminder.every ? repeatedActions(reminder) : [{ key: 's', label: 'Snooze', run: snooze }]),
          { key: 'm', label: 'Move', run: move, isHidden: reminder.status === 'paused' || reminder.due === undefined },
          { key: 'e', label: 'Edit', run: edit, isHidden: reminder.message === undefined },
          { key: 'x', label: 'Cancel', run: cancel },
        ]
      : []),
    ...(canRetry(reminder) ? [{ key: 'r', label: 'Retry', run: retry }] : []),
    ...(isOpen(reminder) || reminder.message === undefined
      ? []
      : [{ key: 's', label: 'Again…', run: snooze, isHidden: canRetry(reminder) }]),
  ].filter(({ isHidden }) => !isHidden);
}

/** Renders a button for each action that {@link actionsFor} returns. */
export const actionButtons = (reminder, { isDisabled = false, onDone = () => {} } = {}) =>
  actionsFor(reminder).map(
    ({ label, run }) =>
      html`<button ?disabled=${isDisabled} aria-label=${`${label.replace('…', '')} ${quoted(reminder)}`} @click=${async () => onDone(await run(reminder))}>${label}</button>`,
  ) ?? nothing;
