import type { Node } from 'constructs';
import { DEFAULT_SERVICE } from '../core/naming/service-name.ts';
import type { Expiry, RemindmeProps } from './remindme-props.ts';
import { checkExpiry, SettingError, TOPIC_SETTINGS } from './settings.ts';

const ROLE_ARN = /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[A-Za-z0-9+=,.@_/-]{1,576}$/;

function readDeploymentRoleArn(value: unknown): string {
  if (typeof value !== 'string' || !ROLE_ARN.test(value)) {
    throw new SettingError(
      `The setting deploymentRoleArn is ${JSON.stringify(value)}; accepted is the ARN of an IAM role, such as arn:aws:iam::111122223333:role/deployment.`,
    );
  }
  return value;
}

/** Returns the given fields without those that are undefined. */
function withoutUndefined<T extends object>(fields: T): { [Field in keyof T]: Exclude<T[Field], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** Reads the days of an expiry, such as `90,7`: the days until the deletion, and the days from the reminder to the deletion. */
function readExpiringObjects(value: unknown): Expiry {
  const [, days = 0, daysBefore = 0] = /^(\d{1,3}),(\d{1,3})$/.exec(String(value))?.map(Number) ?? [];
  return checkExpiry({ days, daysBefore }, value);
}

/**
 * Converts a string of one to three digits to a number. Returns any other value unchanged, because `checkSettings` checks it.
 */
const readCount = (value: unknown) =>
  typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : (value as number);

function readEmails(setting: 'email' | 'alarmEmail', value: unknown): string[] {
  if (typeof value !== 'string') {
    throw new SettingError(
      `The setting ${setting} is ${JSON.stringify(value)}; accepted is a string with one or more addresses, separated by commas, such as you@example.com,me@example.com.`,
    );
  }
  return value.split(',').map((email) => email.trim());
}

/** Converts the setting's value `on` to true, and `off` to false. */
function readSwitch(setting: 'adoptSchedules' | 'api' | 'events' | 'files' | 'sweep', value: unknown): boolean {
  if (value !== 'on' && value !== 'off') {
    throw new SettingError(`The setting ${setting} is ${JSON.stringify(value)}; accepted are on and off.`);
  }
  return value === 'on';
}

/**
 * Reads the settings of a deployment, given as CDK context: `-c name=value` or the `context` of cdk.json.
 *
 * @param node the app's node, with the settings in its context
 * @returns the settings in the context, and always the name, by default `remindme`; `checkSettings` checks the values further
 * @throws SettingError if a value has the wrong form; the message has the setting, its value and the accepted values
 */
export function readSettings(node: Node): RemindmeProps {
  const given = <T>(setting: string, read: (value: unknown) => T): T | undefined => {
    const value: unknown = node.tryGetContext(setting);
    return value === undefined ? undefined : read(value);
  };
  const unchecked = (setting: string) => given(setting, (value) => value as string);
  const turned = (setting: Parameters<typeof readSwitch>[0]) => given(setting, (value) => readSwitch(setting, value));
  return withoutUndefined({
    name: unchecked('name') ?? DEFAULT_SERVICE,
    emails: given('email', (value) => readEmails('email', value)),
    alarmEmails: given('alarmEmail', (value) => readEmails('alarmEmail', value)),
    runbook: unchecked('runbook'),
    sweep: turned('sweep'),
    holdDays: given('holdDays', readCount),
    intake: withoutUndefined({ api: turned('api'), events: turned('events'), files: turned('files') }),
    ringingAlarms: unchecked('ringingAlarms'),
    expiringObjects: given('expiringObjects', readExpiringObjects),
    stackPrefix: unchecked('stackPrefix'),
    deploymentRole: given('deploymentRoleArn', (value) => ({ roleArn: readDeploymentRoleArn(value) })),
    adoptedTopicArns: withoutUndefined(
      Object.fromEntries(TOPIC_SETTINGS.map((setting) => [setting, unchecked(setting)])),
    ),
    adoptSchedules: turned('adoptSchedules'),
  });
}
