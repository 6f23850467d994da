import { describeArrival } from '../../local/inbox/describe-arrival.ts';
import type { Arrival } from '../../local/inbox/inbox.ts';

const arrival = (given: Partial<Arrival>): Arrival => ({
  message: 'call mum',
  subject: 'Reminder',
  attributes: {},
  messageId: '1',
  sentAt: 0,
  receivedAt: Date.parse('2027-01-27T09:00:00.250Z'),
  ...given,
});

test('describes a reminder in one line, with its lateness', () => {
  const attributes = { dueAt: '2027-01-27T09:00:00Z' };

  expect(describeArrival(arrival({ attributes }))).toBe('✔ Reminder: call mum, arrived 0.25 s after it was due');
  expect(describeArrival(arrival({ attributes, message: 'a\nb\u001b[2J' }))).toBe(
    '✔ Reminder: a b [2J, arrived 0.25 s after it was due',
  );
});

test('describes a report with its subject first and its lines below, and without a mark of success', () => {
  const report = arrival({ subject: 'Stack page failed', message: 'ROLLBACK_COMPLETE\r\n\nFirst: \u001b[1mno\n' });

  expect(describeArrival(report)).toBe('• Stack page failed\n  │ ROLLBACK_COMPLETE\n  │ \n  │ First:  [1mno');
});
