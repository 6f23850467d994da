import type { Via } from '../../core/naming/physical-names.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { inboxOf, start } from './deployed-service.ts';
import { SERVICE } from './service-names.ts';

const REMINDERS = 200;
/** Enough time to start all reminders. The local AWS starts about 40 a second, but only 6 a second on a busy computer. */
const AHEAD_MILLISECONDS = 75_000;
/** The number of concurrent StartExecution calls. */
const STARTERS = 8;

test(`delivers ${REMINDERS} reminders that are due in the same second, each once`, async () => {
  const inbox = await inboxOf(SERVICE);
  const timestamp = formatInstant(Math.floor(Date.now() / 1_000) * 1_000 + AHEAD_MILLISECONDS);
  const messages = Array.from({ length: REMINDERS }, (_, index) => `reminder ${index} of the burst`);

  const waiting = [...messages.entries()];
  const startSome = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const via: Via = next[0] % 2 === 0 ? 'sns' : 'lambda';
      await start(SERVICE, via, { message: next[1], timestamp });
    }
  };
  await Promise.all(Array.from({ length: STARTERS }, startSome));
  expect(Date.now()).toBeLessThan(Date.parse(timestamp)); // all starts must end before the due time

  // ignore the messages of other tests, which publish to the same topic
  const ofTheBurst = () =>
    inbox.arrivals.map(({ message }) => message).filter((message) => message.endsWith(' of the burst'));
  await inbox.until(() => new Set(ofTheBurst()).size >= REMINDERS, AHEAD_MILLISECONDS + 60_000);
  await inbox.close();

  expect(ofTheBurst().sort()).toEqual(messages.sort());
}, 300_000);
