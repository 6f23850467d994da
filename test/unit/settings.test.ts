import { App } from 'aws-cdk-lib';
import { readSettings } from '../../lib/read-settings.ts';
import { checkSettings, SettingError } from '../../lib/settings.ts';

/**
 * Reads and checks the settings from a CDK context. Values from `-c` are strings, and values from cdk.json can have any type.
 */
const read = (context: Record<string, unknown>) => checkSettings(readSettings(new App({ context }).node), 'not used');

/** Returns the message of the error that the given context causes. */
function refusal(context: Record<string, unknown>): string {
  try {
    read(context);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return (error as SettingError).message;
  }
  throw new Error(`${JSON.stringify(context)} was accepted.`);
}

test('every setting has a default, and by default no address is subscribed', () => {
  expect(read({})).toEqual({
    name: 'remindme',
    adoptSchedules: false,
    emails: [],
    alarmEmails: [],
    runbook: 'docs/runbook.md',
    sweep: true,
    holdDays: 365,
    api: true,
    events: true,
    files: true,
    stackPrefix: 'remindme-',
    adoptedTopicArns: {},
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
  ])('may not be %j; the refusal contains the setting, the value and the accepted values', (name) => {
    expect(refusal({ name })).toBe(
      `The setting name is ${JSON.stringify(name)}; accepted are 1 to 20 lower-case letters, digits and hyphens, the first a letter, such as remindme.`,
    );
  });

  test("may not be that of the account's own schedule group and event bus", () => {
    expect(refusal({ name: 'default' })).toBe(
      'The setting name is "default"; choose another, because each account already has a schedule group and an event bus of this name.',
    );
  });

  test.each(['aws', 'aws-team', 'ssm2'])('may not be %s, because AWS reserves such parameter names', (name) => {
    expect(refusal({ name })).toBe(
      `The setting name is "${name}"; it must not begin with aws or ssm, which Parameter Store keeps for AWS.`,
    );
  });
});

describe.each(['sweep', 'api', 'events', 'adoptSchedules'])('%s', (setting) => {
  test.each([
    ['on', true],
    ['off', false],
  ])('may be %s', (value, expected) => {
    expect(read({ [setting]: value })).toMatchObject({ [setting]: expected });
  });

  test.each(['', 'no', 'Off', 'off ', false, 0, ['off']])(
    'may not be %j; the refusal contains the accepted values',
    (value) => {
      expect(refusal({ [setting]: value })).toBe(
        `The setting ${setting} is ${JSON.stringify(value)}; accepted are on and off.`,
      );
    },
  );
});

describe('holdDays', () => {
  test.each([
    ['1', 1],
    ['30', 30],
    [365, 365],
  ])('may be %j', (holdDays, expected) => {
    expect(read({ holdDays })).toMatchObject({ holdDays: expected });
  });

  test.each([0, 366, 1.5, '1.5', '-1', '1000', '', ' 7', '1e2', 'a week', true, [7], ['7']])(
    'may not be %j; the refusal contains the accepted values',
    (holdDays) => {
      expect(refusal({ holdDays })).toBe(
        `The setting holdDays is ${JSON.stringify(holdDays)}; accepted is a whole number of days from 1 to 365, such as 7.`,
      );
    },
  );
});

describe('ringingAlarms', () => {
  test.each(['production-', 'P', 'team 1/web_app.', 'a'.repeat(100)])('may be %j', (ringingAlarms) => {
    expect(read({ ringingAlarms })).toMatchObject({ ringingAlarms });
  });

  test.each(['', ' a', '*', 'a*', 'a?', 'a:b', 'ä', '$a', 'a'.repeat(101), 7, ['a']])(
    'may not be %j; the refusal contains the accepted values',
    (ringingAlarms) => {
      expect(refusal({ ringingAlarms })).toBe(
        `The setting ringingAlarms is ${JSON.stringify(ringingAlarms)}; accepted is the beginning of the alarms' names, 1 to 100 letters, digits, spaces and ._/-, such as production-.`,
      );
    },
  );
});

describe('expiringObjects', () => {
  test.each([
    ['90,7', { days: 90, daysBefore: 7 }],
    ['2,1', { days: 2, daysBefore: 1 }],
    ['365,364', { days: 365, daysBefore: 364 }],
  ])('may be %j', (value, expiringObjects) => {
    expect(read({ expiringObjects: value })).toMatchObject({ expiringObjects });
  });

  test.each(['', '90', '7,7', '7,90', '90,0', '366,7', '90,7,1', '90, 7', '-90,7', '1e1,7', 90, ['90', '7', 1]])(
    'may not be %j; the refusal contains the accepted values',
    (expiringObjects) => {
      expect(refusal({ expiringObjects })).toBe(
        `The setting expiringObjects is ${JSON.stringify(expiringObjects)}; accepted are the days until an object is deleted, at most 365, and fewer days before that, at least 1, such as 90 and 7.`,
      );
    },
  );
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
  ])('may not be %j; the refusal names the part that is not an address', (email, wrong) => {
    expect(refusal({ email })).toBe(
      `The setting email has ${JSON.stringify(wrong)}, which is not an address; accepted are addresses such as you@example.com.`,
    );
  });

  test.each([7, true, false, ['you@example.com'], { 0: 'you@example.com' }])(
    'may not be %j, because it is not a string',
    (email) => {
      expect(refusal({ email })).toBe(
        `The setting email is ${JSON.stringify(email)}; accepted is a string with one or more addresses, separated by commas, such as you@example.com,me@example.com.`,
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

describe.each(['reminderTopicArn', 'emailTopicArn', 'operationsTopicArn'])('%s', (setting) => {
  test.each([
    'arn:aws:sns:eu-central-1:111122223333:remindme-notifications-ReminderTopicA62C4F0E-dQ2JNhPhBR1C',
    'arn:aws-cn:sns:cn-north-1:111122223333:my_topic',
  ])('may be %s', (arn) => {
    expect(read({ [setting]: arn }).adoptedTopicArns).toEqual({ [setting]: arn });
  });

  test.each([
    ['what the AWS CLI prints for nothing', 'None'],
    ['an empty text', ''],
    ['a name', 'remindme-notifications-ReminderTopicA62C4F0E'],
    ['a FIFO topic', 'arn:aws:sns:eu-central-1:111122223333:topic.fifo'],
    ['a subscription', 'arn:aws:sns:eu-central-1:111122223333:topic:8b6f0d4e-5a3c-4c1e-9d2f-7a6b5c4d3e2f'],
    ['a queue', 'arn:aws:sqs:eu-central-1:111122223333:queue'],
    ['two topics', 'arn:aws:sns:eu-central-1:111122223333:a arn:aws:sns:eu-central-1:111122223333:b'],
    ['a number', 7],
    ['a list', ['arn:aws:sns:eu-central-1:111122223333:topic']],
  ])('may not be %s', (_, value) => {
    expect(refusal({ [setting]: value })).toBe(
      `The setting ${setting} is ${JSON.stringify(value)}; accepted is the ARN of a standard topic, such as arn:aws:sns:eu-central-1:111122223333:remindme-topic.`,
    );
  });
});

// if the reminder topic were also the email or operations topic, emails would loop through the email throttle
test.each([
  ['reminderTopicArn', 'emailTopicArn'],
  ['reminderTopicArn', 'operationsTopicArn'],
  ['emailTopicArn', 'operationsTopicArn'],
])('%s and %s may not be the same topic', (one, other) => {
  const arn = 'arn:aws:sns:eu-central-1:111122223333:topic';
  expect(refusal({ [one]: arn, [other]: arn })).toBe(
    `The settings ${one} and ${other} are both ${arn}; accepted are different topics.`,
  );
});
