import { App } from 'aws-cdk-lib';
import { readSettings } from '../../lib/read-settings.ts';
import { checkSettings, SettingError } from '../../lib/settings.ts';

const read = (context: Record<string, unknown>) => checkSettings(readSettings(new App({ context }).node), 'not used');

function refusal(context: Record<string, unknown>): string {
  try {
    read(context);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return (error as SettingError).message;
  }
  throw new Error(`${JSON.stringify(context)} was accepted.`);
}

test("without settings, no address is subscribed and alarms link to this repository's runbook", () => {
  expect(read({})).toMatchObject({ alarmEmails: [], runbook: 'docs/runbook.md' });
});

describe('alarmEmail', () => {
  test('may be one or several addresses, independent of email', () => {
    expect(read({ email: 'you@example.com', alarmEmail: 'ops@example.com, me@example.com' })).toMatchObject({
      emails: ['you@example.com'],
      alarmEmails: ['ops@example.com', 'me@example.com'],
    });
  });

  test.each([
    [
      'ops',
      'The setting alarmEmail has "ops", which is not an address; accepted are addresses such as you@example.com.',
    ],
    [
      7,
      'The setting alarmEmail is 7; accepted is a string with one or more addresses, separated by commas, such as you@example.com,me@example.com.',
    ],
    [
      'ops@example.com,ops@example.com',
      'The setting alarmEmail names ops@example.com twice; accepted is each address once.',
    ],
  ])('may not be %j; the refusal names the setting', (alarmEmail, sentence) => {
    expect(refusal({ alarmEmail })).toBe(sentence);
  });
});

describe('runbook', () => {
  test.each([
    'docs/runbook.md',
    'https://example.com/remindme/docs/runbook.md',
    'https://wiki.example.com/?page=7&v=2',
    "https://example.com/O'Neill/runbook.md",
  ])('may be %s', (runbook) => {
    expect(read({ runbook }).runbook).toBe(runbook);
  });

  test.each(['', 'run book', 'runbook#top', '<name>', 'a"b', 'a(b)', 'a\nb', 'x'.repeat(201), 7])(
    'may not be %j',
    (runbook) => {
      expect(refusal({ runbook })).toMatch(/^The setting runbook is .*; accepted is a URL or path/s);
    },
  );
});
