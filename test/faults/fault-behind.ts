import { setTimeout as delay } from 'node:timers/promises';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { CLIENT_CONFIG } from '../end-to-end/deployed-service.ts';
import { pointFunctionAt } from './deployed-function.ts';
import { type Rule, startFaultProxy } from './fault-proxy.ts';
import { addFaultRow } from './fault-table.ts';
import { BEHIND } from './services.ts';
import { takeUnhandledEvent } from './unhandled-event.ts';

/** Enough time for Lambda to run a function three times, with two tries of its call each time. */
export const FUNCTION_MILLISECONDS = 90_000;

/** A function that queues an email for each event. */
export interface QueuingFunction {
  /** The function's physical name. */
  readonly functionName: string;
  /** The inbox that gets the emails. */
  readonly inbox: Inbox;
  /** Triggers the function with an event. Returns a string that only this event contains. */
  readonly cause: (what: string) => Promise<string>;
  /** Returns the number of emails about the event that contains the given string. */
  readonly countEmails: (text: string) => number;
}

/**
 * Triggers a function while a proxy makes one of its calls fail. Expects one email about the event. If SendMessage always
 * fails, expects the event in the queue of unhandled events, and an email only if AWS queued it anyway.
 */
export async function expectNothingLost(
  { functionName, inbox, cause, countEmails }: QueuingFunction,
  what: string,
  rule: Rule,
): Promise<void> {
  const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, rule);
  await pointFunctionAt(functionName, proxy.endpoint);
  const isFinal = rule.call === 'SendMessage' && rule.times === Number.POSITIVE_INFINITY;

  const text = await cause(what);

  for (const deadline = Date.now() + FUNCTION_MILLISECONDS; proxy.tries === 0 && Date.now() < deadline; ) {
    await delay(50);
  }
  const isKept = isFinal && (await takeUnhandledEvent(BEHIND, text, FUNCTION_MILLISECONDS));
  const isQueued = !isFinal || proxy.done('SendMessage') > 0;
  await inbox.until(() => countEmails(text) >= (isQueued ? 1 : 0), FUNCTION_MILLISECONDS);
  await proxy.close();
  const copies = countEmails(text);
  addFaultRow({
    fault: what.replace(/, [\w ]+$/, ''),
    tries: proxy.tries,
    delivered: Math.min(copies, 1),
    twice: Math.max(0, copies - 1),
    lost: copies === 0 && !isKept ? 1 : 0,
    reported: isKept ? 'queue of unhandled events' : '',
  });
  expect({ copies, isKept }).toEqual({ copies: isQueued ? 1 : 0, isKept: isFinal });
  expect(proxy.tries).toBeGreaterThan(0);
}
