import type { Via } from '../../core/naming/physical-names.ts';
import { DEFAULT_SUBJECT } from '../../core/reminder/reminder-limits.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { ended, inboxOf, start, statesOf } from './deployed-service.ts';
import { SERVICE } from './service-names.ts';

const VIAS: Via[] = ['sns', 'lambda'];

let inbox: Inbox;
beforeAll(async () => {
  inbox = await inboxOf(SERVICE);
});
afterAll(() => inbox.close());

/** Returns the time `seconds` seconds from now, in RFC 3339 and in whole seconds. */
const inSeconds = (seconds: number) => `${new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 19)}Z`;

describe.each(VIAS)('through %s', (via) => {
  test.each([
    ['letters of the world', 'Grüße — 你好, мир, नमस्ते, مرحبا 👩‍👩‍👧‍👦 ☕'],
    ['several lines', 'first\n\tsecond\r\nthird'],
    ['what looks like JSON', '{"default": "not this", "email": "nor this"}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the message contains a placeholder
    ['what looks like an expression', '{% $states.context %} $.message ${Token[1]} \\u0041 "quoted" \'so\' </b>'],
    ['the longest message', `${'é'.repeat(8_191)}.`],
  ])('delivers %s unchanged', async (_what, message) => {
    const subject = 'A subject: 99% "quoted" {json} <tag> \\ ~';
    const dueAt = inSeconds(1);
    const executionArn = await start(SERVICE, via, { message, subject, timestamp: dueAt });
    const name = executionArn.split(':').at(-1) ?? '';

    const arrival = await inbox.arrivalOf(name, 60_000);

    expect(arrival).toMatchObject({ message, subject, attributes: { dueAt, executionName: name } });
    expect(arrival?.receivedAt).toBeGreaterThanOrEqual(Date.parse(dueAt));
  });

  test('a reminder passes three states and ends with its due time and the time it was sent', async () => {
    const executionArn = await start(SERVICE, via, { message: 'stretch', seconds: 1, note: { of: ['my', 'own'] } });
    const { status, output, startDate } = await ended(executionArn, 60);
    expect(status).toBe('SUCCEEDED');

    const { messageId, dueAt, sentAt, ...rest } = JSON.parse(output ?? '');
    expect(rest).toEqual({});
    expect(Math.abs(Date.parse(dueAt) - (startDate?.getTime() ?? 0) - 1_000)).toBeLessThan(1_000);
    expect(Date.parse(sentAt)).toBeGreaterThanOrEqual(Date.parse(dueAt));
    expect(await statesOf(executionArn)).toEqual(['Check the request', 'Wait until due', 'Send the reminder']);

    const arrival = await inbox.arrivalOf(executionArn.split(':').at(-1) ?? '', 60_000);
    expect(arrival).toMatchObject({ messageId, subject: DEFAULT_SUBJECT });
  });

  test('a reminder that was due less than a minute ago is sent at once', async () => {
    const executionArn = await start(SERVICE, via, {
      message: 'late',
      timestamp: inSeconds(-30).replace('T', ' ').replace('Z', ''),
    });
    expect(await ended(executionArn, 60)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await inbox.arrivalOf(executionArn.split(':').at(-1) ?? '', 60_000)).toMatchObject({ message: 'late' });
  });
});
