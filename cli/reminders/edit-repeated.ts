import { replaceRepeated } from '../../client/reminders/change-repeated.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import { shellWord } from '../command-line.ts';
import type { Context } from '../context.ts';
import { clean } from '../terminal/clean.ts';
import { checkReminder } from './check-reminder.ts';
import { EXISTING, printRepeated } from './print-repeated.ts';

/** The new message and subject of a reminder. An undefined text stays unchanged. */
interface NewTexts {
  readonly message: string | undefined;
  readonly subject: string | undefined;
}

/**
 * Changes the message and the subject of all future occurrences of a repeated reminder, and prints the reminder. The reminder
 * keeps its id.
 */
export async function editRepeated(
  context: Context,
  given: string,
  texts: NewTexts,
  via: Via | undefined,
): Promise<void> {
  const { terminal, interruption, deployment, command } = context;
  interruption.leaves(`"${clean(given)}" may have been edited: look with ${command(`show ${shellWord(given)}`)}.`);
  const changed = await terminal.progress('Changing it', () =>
    deployment.withMachines((machines) =>
      replaceRepeated(machines, given, {
        via,
        remake: (old) => {
          const { message, subject } = checkReminder(
            context,
            texts.message ?? old.message,
            Date.now(),
            texts.subject ?? old.subject,
          );
          return { ...old, message, subject };
        },
      }),
    ),
  );
  await printRepeated(context, { ...changed, done: 'Edited', fields: EXISTING });
}
