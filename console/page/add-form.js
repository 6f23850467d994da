import { call } from './api.js';
import { html, nothing } from './lit.js';
import { dueIn } from './reminder-words.js';
import { complain, copy, toast } from './toast.js';
import { understood, WhenReader } from './when.js';

/** The form that adds a reminder. While the user types a due time, the form shows how the server interprets it. */
export class AddForm {
  #isOpen = false;
  #isBusy = false;
  #root;
  #redraw;
  #reader;

  /**
   * @param {HTMLElement} root an element that contains the form
   * @param {() => void} redraw renders the view again
   */
  constructor(root, redraw) {
    this.#root = root;
    this.#redraw = redraw;
    this.#reader = new WhenReader(redraw, { canRepeat: true });
  }

  #input = (name) => this.#root.querySelector(`.add-form [name="${name}"]`);

  /** Focuses the first empty field. */
  focus() {
    (this.#input('message').value ? this.#input('when') : this.#input('message')).focus();
  }

  fill({ message, when }) {
    this.#input('message').value = message;
    this.#choose(when);
  }

  #choose = (when) => {
    this.#input('when').value = when;
    this.#reader.read(when);
    this.#input('when').focus();
  };

  async submit() {
    const fields = { message: this.#input('message').value, when: this.#input('when').value };
    const isOpen = this.#isOpen;
    this.#isBusy = true;
    this.#redraw();
    try {
      const added = await call('reminders', {
        ...fields,
        ...(isOpen && { subject: this.#input('subject').value, via: this.#input('via').value }),
      });
      toast(
        added.created ? `You will be reminded ${dueIn(added.due)}.` : 'Nothing to do: this reminder was there already.',
      );
      for (const name of ['message', 'when', ...(isOpen ? ['subject'] : [])]) {
        this.#input(name).value = '';
      }
      this.#reader.type('');
      this.#input('message').focus();
    } catch (error) {
      complain(error);
      if (fields.message.trim() === '') {
        this.#input('message').focus();
      }
    } finally {
      this.#isBusy = false;
      this.#redraw();
    }
  }

  async #copy() {
    const query = new URLSearchParams({ message: this.#input('message').value, when: this.#input('when').value });
    const { command } = await call(`add-command?${query}`);
    await copy(command, `Copied: ${command}`);
  }

  /** Returns the template of the form. */
  draw({ isLive, zone }) {
    const reader = this.#reader;
    const onSubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
    const hint = `“tomorrow 9am”, “next friday at noon”, “in 90 minutes”, “every weekday at 9am”: times are ${zone}.`;
    return html`<form class="add-form" @submit=${onSubmit}>
      <div class="add">
        <label>Remind me to<input name="message" placeholder="call mum" autocomplete="off" @input=${this.#redraw}></label>
        <label>When<input name="when" placeholder="tomorrow 9am" autocomplete="off" aria-describedby="understood" @input=${(event) => reader.type(event.target.value)}></label>
        <button class="go" ?disabled=${!isLive || this.#isBusy}>Add</button>
      </div>
      <div class="note">
        <p class="understood" id="understood" role="status">${
          isLive
            ? understood(reader, this.#choose, hint)
            : 'Adding works again once the connection is back. What you type is kept.'
        }</p>
        <button class="quiet" type="button" aria-expanded=${this.#isOpen} @click=${() => {
          this.#isOpen = !this.#isOpen;
          this.#redraw();
        }}>Subject, via</button>
        ${reader.result?.due !== undefined ? html`<button class="quiet" type="button" @click=${() => this.#copy().catch(complain)}>Copy as a command</button>` : nothing}
      </div>
      ${
        this.#isOpen
          ? html`<div class="options">
              <label class="field">Subject of the email<input name="subject" placeholder="Reminder" autocomplete="off" maxlength="99"></label>
              <label class="field">Sent via<select name="via"><option value="sns">sns: the state machine publishes by itself</option><option value="lambda">lambda: it calls a function</option></select></label>
            </div>`
          : nothing
      }
    </form>`;
  }
}
