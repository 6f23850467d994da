import { App } from 'aws-cdk-lib';
import { readSettings, SettingError } from '../../lib/settings.ts';

/** Reads the settings of an app with a context; values as `-c` gives them are texts, those of cdk.json may be anything. */
const read = (context: Record<string, unknown>) => readSettings(new App({ context }).node);

/** The sentence with which a context is refused. */
function refusal(context: Record<string, unknown>): string {
  try {
    read(context);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return (error as SettingError).message;
  }
  throw new Error(`${JSON.stringify(context)} was accepted.`);
}

test('every setting has a default, and nobody is subscribed', () => {
  expect(read({})).toEqual({
    name: 'remindme',
    emails: [],
    alarmEmails: [],
    runbook: 'docs/runbook.md',
    stackPrefix: 'remindme-',
  });
});

describe('name', () => {
  test.each(['a', 'remindme', 'team-1', 'a-', 'a--b', 'a1234567890123456789'])('may be %s', (name) => {
    expect(read({ name })).toMatchObject({ name });
  });

  test.each([
    '',
    ' ',
    'Remindme',
    'remindMe',
    '1team',
    '-team',
    'team_1',
    'team.1',
    'team/1',
    ' team',
    'team ',
    'team\n',
    'tëam',
    'a12345678901234567890',
    7,
    true,
    ['team'],
    { name: 'team' },
  ])('may not be %j; the refusal names the setting, the value and what is accepted', (name) => {
    expect(refusal({ name })).toBe(
      `The setting name is ${JSON.stringify(name)}; accepted are 1 to 20 lower-case letters, digits and hyphens, the first a letter, such as remindme.`,
    );
  });

  test.each(['aws', 'aws-team', 'ssm2'])('may not be %s, because AWS reserves such parameter names', (name) => {
    expect(refusal({ name })).toBe(
      `The setting name is "${name}"; it must not begin with aws or ssm, which Parameter Store keeps for AWS.`,
    );
  });
});

describe('email', () => {
  test.each([
    ['you@example.com', ['you@example.com']],
    ['you@example.com,me@example.com', ['you@example.com', 'me@example.com']],
    [' you@example.com ,\tme@example.com ', ['you@example.com', 'me@example.com']],
    ['first.last+tag@mail.example.co.uk', ['first.last+tag@mail.example.co.uk']],
    ["o'brien@example.com", ["o'brien@example.com"]],
    ['you@münchen.example', ['you@münchen.example']],
  ])('may be %j', (email, emails) => {
    expect(read({ email }).emails).toEqual(emails);
  });

  test.each([
    ['', ''],
    ['  ', ''],
    [',', ''],
    ['you@example.com,', ''],
    ['you@example.com,,me@example.com', ''],
    ['you', 'you'],
    ['@example.com', '@example.com'],
    ['you@', 'you@'],
    ['you@example', 'you@example'],
    ['you@example.', 'you@example.'],
    ['you@@example.com', 'you@@example.com'],
    ['you@example.com me@example.com', 'you@example.com me@example.com'],
    ['you@example.com;me@example.com', 'you@example.com;me@example.com'],
    ['You <you@example.com>', 'You <you@example.com>'],
    ['you@example.com, me@example', 'me@example'],
  ])('may not be %j; the refusal names what in it is not an address', (email, wrong) => {
    expect(refusal({ email })).toBe(
      `The setting email has ${JSON.stringify(wrong)}, which is not an address; accepted are addresses such as you@example.com, separated by commas.`,
    );
  });

  test.each([7, true, false, ['you@example.com'], { 0: 'you@example.com' }])(
    'may not be %j, because it is not a text',
    (email) => {
      expect(refusal({ email })).toBe(
        `The setting email is ${JSON.stringify(email)}; accepted is a text of one or more addresses, separated by commas, such as you@example.com,me@example.com.`,
      );
    },
  );

  test.each(['you@example.com,you@example.com', 'you@example.com,me@example.com, you@example.com'])(
    'may not name an address twice: %s',
    (email) => {
      expect(refusal({ email })).toBe('The setting email names you@example.com twice; accepted is each address once.');
    },
  );
});
