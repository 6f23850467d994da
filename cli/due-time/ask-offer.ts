import { isCancel, select } from '@clack/prompts';
import type { Context } from '../context.ts';
import { describeMoment } from './moment.ts';
import type { Offer } from './refused-phrases.ts';

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
    output: process.stderr, // stdout holds the result only
  });
  return isCancel(due) ? context.interruption.end() : due;
}
