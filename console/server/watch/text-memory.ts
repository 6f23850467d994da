import type { RememberedReminder, ReminderMemory } from '../../../client/deployment.ts';

/** Stores the messages of reminders while the server runs, in addition to the messages that this computer has stored. */
export class TextMemory implements ReminderMemory {
  private readonly texts: Map<string, RememberedReminder>;

  constructor(private readonly stored: ReminderMemory | undefined) {
    this.texts = new Map(stored?.recall());
  }

  recall(): ReadonlyMap<string, RememberedReminder> {
    return this.texts;
  }

  find(arn: string): RememberedReminder | undefined {
    return this.texts.get(arn);
  }

  remember(reminder: RememberedReminder): void {
    this.texts.set(reminder.arn, reminder);
    this.stored?.remember(reminder);
  }
}
