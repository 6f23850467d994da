import { html, nothing, render, repeat } from '../lit.js';
import { againButtons } from '../reminder-actions.js';
import { sign } from '../signs.js';
import { formatClock, formatDay, formatLateness, formatWhen } from '../time.js';

/** The inbox of the local AWS. The view shows each message as an email, and how late each reminder was. */

const footer = (region) =>
  `If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe: https://sns.${region}.amazonaws.com/unsubscribe.html?SubscriptionArn=…`;

const lateness = ({ reminder, receivedAt }) =>
  reminder ? `${formatLateness(receivedAt - reminder.dueAt)} after it was due` : 'no reminder';

const pathOf = ({ messageId }) => `/inbox/${encodeURIComponent(messageId)}`;

/** Renders the view. `main.js` describes the arguments and the result. */
export function mount(root, { params, about, store }) {
  /** Finds a message's reminder in the list. Tries both state machines, because the message does not name its state machine. */
  const reminderOf = ({ reminder }) =>
    reminder && ['sns', 'lambda'].map((via) => store.reminders.get(`${via}/${reminder.id}`)).find(Boolean);

  function drawPaper(arrival) {
    const { subject, email, receivedAt, reminder } = arrival;
    const listed = reminderOf(arrival);
    return html`<article aria-label=${subject}>
      <a class="back" href="/inbox">← Inbox</a>
      <div class="paper">
        <h2 class="big">${subject}</h2>
        <dl>
          <dt>From</dt><dd>AWS Notifications &lt;no-reply@sns.amazonaws.com&gt;</dd>
          <dt>To</dt><dd>you@example.com</dd>
          <dt>Date</dt><dd>${formatDay(receivedAt)}, ${formatClock(receivedAt)} (${about.zone})</dd>
        </dl>
        <p class="letter">${email}</p>
        <p class="foot">${footer(about.region)}</p>
      </div>
      ${
        reminder
          ? html`<p class="arrived"><span class="st sent">${sign('sent')}arrived</span> <b>${formatLateness(receivedAt - reminder.dueAt)}</b> after it was due</p>`
          : nothing
      }
      ${
        listed
          ? html`<div class="acts arrived again">${againButtons(listed, store.connection !== 'live')}<a class="btn" href=${`/reminders/${listed.via}/${encodeURIComponent(listed.id)}`}>See how it ran</a></div>`
          : nothing
      }
    </article>`;
  }

  function draw() {
    const arrivals = [...store.arrivals].reverse();
    const open = arrivals.find(({ messageId }) => messageId === params.messageId) ?? arrivals[0];
    render(
      html`<h1>Inbox</h1>
        <p class="sub">What a subscriber gets, caught on this machine. Nothing leaves it.</p>
        ${
          open
            ? html`<div class="mail ${params.messageId ? 'chosen' : ''}">
                <ul aria-label="Messages">${repeat(
                  arrivals,
                  ({ messageId }) => messageId,
                  (arrival) => html`<li><a href=${pathOf(arrival)} aria-current=${arrival === open ? 'true' : nothing}>
                    <b>${arrival.subject}</b><small>${formatWhen(arrival.receivedAt, Date.now())}</small>
                    <span>${arrival.message}</span><small>${lateness(arrival)}</small>
                  </a></li>`,
                )}</ul>
                ${drawPaper(open)}
              </div>`
            : html`<div class="empty">${sign('mail')}<h2 class="big">Nothing has arrived yet</h2><p>Add a reminder that is due in 10 seconds, and watch it arrive here.</p><a class="btn" href="/">See the reminders</a></div>`
        }`,
      root,
    );
  }

  const end = store.subscribe(draw);
  draw();
  return end;
}
