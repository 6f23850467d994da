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

test('with nothing set, the name is remindme, nobody is subscribed and stacks begin with the name', () => {
  expect(read({})).toEqual({ name: 'remindme', emails: [], stackPrefix: 'remindme-' });
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
  ])('may not be %j; the refusal names what in it is no address', (email, wrong) => {
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

describe('stackPrefix', () => {
  test('begins with the name where it is not set', () => {
    expect(read({ name: 'team' }).stackPrefix).toBe('team-');
  });

  test.each(['a-', 'Team-', 'team-1-', `a${'b'.repeat(62)}-`])('may be %s', (stackPrefix) => {
    expect(read({ stackPrefix }).stackPrefix).toBe(stackPrefix);
  });

  test.each([
    '',
    '-',
    'team',
    '1team-',
    '-team-',
    'team_-',
    'team*-',
    'team-*',
    'team-\n',
    `a${'b'.repeat(63)}-`,
    7,
    ['team-'],
  ])('may not be %j; the refusal names the setting, the value and what is accepted', (stackPrefix) => {
    expect(refusal({ stackPrefix })).toBe(
      `The setting stackPrefix is ${JSON.stringify(stackPrefix)}; accepted are 2 to 64 letters, digits and hyphens, the first a letter and the last a hyphen, such as remindme-.`,
    );
  });
});

describe('deploymentRoleArn', () => {
  test.each([
    'arn:aws:iam::111122223333:role/deployment',
    'arn:aws:iam::111122223333:role/team/deployment',
    'arn:aws-cn:iam::111122223333:role/a+=,.@_-b',
    'arn:aws-us-gov:iam::111122223333:role/deployment',
  ])('may be %s', (deploymentRoleArn) => {
    expect(read({ deploymentRoleArn }).deploymentRoleArn).toBe(deploymentRoleArn);
  });

  test.each([
    '',
    'deployment',
    'arn:aws:iam::111122223333:user/deployment',
    'arn:aws:iam::1111:role/deployment',
    'arn:aws:iam::111122223333:role/',
    'arn:aws:iam::111122223333:role/*',
    'arn:aws:iam::111122223333:role/deployment\n',
    ' arn:aws:iam::111122223333:role/deployment',
    7,
  ])('may not be %j; the refusal names the setting, the value and what is accepted', (deploymentRoleArn) => {
    expect(refusal({ deploymentRoleArn })).toBe(
      `The setting deploymentRoleArn is ${JSON.stringify(deploymentRoleArn)}; accepted is the ARN of an IAM role, such as arn:aws:iam::111122223333:role/deployment.`,
    );
  });
});
