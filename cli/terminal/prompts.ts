import { isCancel, select, text } from '@clack/prompts';
import type { Context } from '../context.ts';
import { describeMoment } from '../when/moment.ts';
import type { Offer } from '../when/when-refused.ts';

/** Questions are asked on stderr, so that stdout holds the result only. */
const output = process.stderr;

/** Asks which of some times was meant. */
export async function askOffer(
  context: Context,
  problem: string,
  offers: readonly Offer[],
  zone: string,
): Promise<number> {
  const due = await select({
    message: problem,
    options: offers.map((offer) => ({ value: offer.due, label: describeMoment(offer.due, zone, Date.now()) })),
    output,
  });
  return isCancel(due) ? context.interruption.end() : due;
}

/** Asks for a line of text. */
export async function askText(context: Context, question: string, placeholder: string): Promise<string> {
  const answer = await text({
    message: question,
    placeholder,
    validate: (value) => (value?.trim() ? undefined : 'Write something, or press Ctrl-C.'),
    output,
  });
  return isCancel(answer) ? context.interruption.end() : answer;
}
