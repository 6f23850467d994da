import type { RememberedReminder, ReminderMemory } from '../../../client/deployment.ts';

/** Keeps the messages of reminders in memory while the server runs. It also reads and writes those stored on this computer. */
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
