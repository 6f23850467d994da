/**
 * Checks the settings of a deployment. A new setting goes into `remindme-props.ts` first, then into {@link checkSettings} here,
 * and then into `read-settings.ts`, which reads it from the CDK's context.
 */
import { serviceNameProblem } from '../core/naming/service-name.ts';
import { MOST_HOLD_DAYS } from '../core/reminder/hold.ts';
import { isEmailAddress } from '../core/text/is-email-address.ts';
import type { AdoptedTopicArns, Expiry, IntakeProps, RemindmeProps } from './remindme-props.ts';

/** The settings with a default in {@link checkSettings}, apart from those in `intake`. */
type Defaulted = Pick<
  RemindmeProps,
  | 'name'
  | 'emails'
  | 'alarmEmails'
  | 'runbook'
  | 'sweep'
  | 'holdDays'
  | 'stackPrefix'
  | 'adoptedTopicArns'
  | 'adoptSchedules'
>;

/** The settings of a deployment, with all defaults filled in. `remindme-props.ts` describes each of them. */
export type Settings = Required<Defaulted> & Required<IntakeProps> & Omit<RemindmeProps, keyof Defaulted | 'intake'>;

/** The settings that hold the ARNs of topics from a removed deployment. */
export const TOPIC_SETTINGS = ['reminderTopicArn', 'emailTopicArn', 'operationsTopicArn'] as const;

/** The error for a setting whose value is not accepted. The message is one sentence for the person who chose the value. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/**
 * Matches the URL or path of a runbook. It allows the characters of RFC 3986 except `#`, parentheses and brackets. Each link
 * adds its own `#`, a parenthesis would end a link in Markdown, and a URL needs brackets only for an IPv6 address.
 */
const RUNBOOK = /^[A-Za-z0-9._~:/?&=%@+,;!$'*-]{1,200}$/;
const STACK_PREFIX = /^[A-Za-z][A-Za-z0-9-]{0,62}-$/;
/**
 * Matches the ARN of a standard topic. Email addresses and functions cannot subscribe to a FIFO topic, so a name with `.fifo`
 * does not match.
 */
const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$/;

/** The name of the schedule group and of the event bus that AWS creates in each account. */
const DEFAULT_OF_ACCOUNT = 'default';
/** Matches the prefix of an alarm's name. It allows only characters that have no special meaning in a policy's ARN. */
const ALARM_PREFIX = /^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,99}$/;
function checkName(value: unknown): string {
  const problem = serviceNameProblem(value);
  if (problem) {
    throw new SettingError(`The setting name is ${JSON.stringify(value)}; ${problem}`);
  }
  if (value === DEFAULT_OF_ACCOUNT) {
    throw new SettingError(
      `The setting name is "${value}"; choose another, because each account already has a schedule group and an event bus of this name.`,
    );
  }
  return String(value);
}

function checkStackPrefix(value: unknown): string {
  if (typeof value !== 'string' || !STACK_PREFIX.test(value)) {
    throw new SettingError(
      `The setting stackPrefix is ${JSON.stringify(value)}; accepted are 2 to 64 letters, digits and hyphens, the first a letter and the last a hyphen, such as remindme-.`,
    );
  }
  return value;
}

function checkRingingAlarms(value: unknown): string {
  if (typeof value !== 'string' || !ALARM_PREFIX.test(value)) {
    throw new SettingError(
      `The setting ringingAlarms is ${JSON.stringify(value)}; accepted is the beginning of the alarms' names, 1 to 100 letters, digits, spaces and ._/-, such as production-.`,
    );
  }
  return value;
}

/** Checks the expiry. The error message shows `given`, the value as the user wrote it. */
export function checkExpiry({ days, daysBefore }: Expiry, given: unknown): Expiry {
  if (!(days <= MOST_HOLD_DAYS && daysBefore >= 1 && daysBefore < days)) {
    throw new SettingError(
      `The setting expiringObjects is ${JSON.stringify(given)}; accepted are the days until an object is deleted, at most ${MOST_HOLD_DAYS}, and fewer days before that, at least 1, such as 90 and 7.`,
    );
  }
  return { days, daysBefore };
}

function checkHoldDays(value: unknown): number {
  if (!(typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_HOLD_DAYS)) {
    throw new SettingError(
      `The setting holdDays is ${JSON.stringify(value)}; accepted is a whole number of days from 1 to ${MOST_HOLD_DAYS}, such as 7.`,
    );
  }
  return value;
}

/** Checks the ARNs of topics, keyed by setting. Each ARN must be different. */
function checkTopicArns(given: AdoptedTopicArns): AdoptedTopicArns {
  const adopted: Partial<Record<(typeof TOPIC_SETTINGS)[number], string>> = {};
  for (const setting of TOPIC_SETTINGS) {
    const value: unknown = given[setting];
    if (value === undefined) {
      continue;
    }
    if (typeof value !== 'string' || !TOPIC_ARN.test(value)) {
      throw new SettingError(
        `The setting ${setting} is ${JSON.stringify(value)}; accepted is the ARN of a standard topic, such as arn:aws:sns:eu-central-1:111122223333:remindme-topic.`,
      );
    }
    const same = TOPIC_SETTINGS.find((other) => adopted[other] === value);
    if (same) {
      throw new SettingError(`The settings ${same} and ${setting} are both ${value}; accepted are different topics.`);
    }
    adopted[setting] = value;
  }
  return adopted;
}

/** Checks the email addresses. Each address must be different. */
function checkEmails(setting: 'email' | 'alarmEmail', emails: readonly string[]): readonly string[] {
  for (const [index, email] of emails.entries()) {
    if (!isEmailAddress(email)) {
      throw new SettingError(
        `The setting ${setting} has ${JSON.stringify(email)}, which is not an address; accepted are addresses such as you@example.com.`,
      );
    }
    if (emails.indexOf(email) !== index) {
      throw new SettingError(`The setting ${setting} names ${email} twice; accepted is each address once.`);
    }
  }
  return emails;
}

function checkRunbook(value: unknown): string {
  if (typeof value !== 'string' || !RUNBOOK.test(value)) {
    throw new SettingError(
      `The setting runbook is ${JSON.stringify(value)}; accepted is a URL or path of at most 200 URL characters, without #, such as https://example.com/remindme/docs/runbook.md.`,
    );
  }
  return value;
}

/**
 * Checks the settings and fills in the defaults.
 *
 * @param defaultName the name if the settings have none
 * @throws SettingError if a value is not accepted; the message has the setting, its value and the accepted values
 */
export function checkSettings(props: RemindmeProps, defaultName: string): Settings {
  const { intake, ringingAlarms, expiringObjects, ...others } = props;
  const name = checkName(props.name ?? defaultName);
  return {
    ...others,
    name,
    emails: checkEmails('email', props.emails ?? []),
    alarmEmails: checkEmails('alarmEmail', props.alarmEmails ?? []),
    runbook: checkRunbook(props.runbook ?? 'docs/runbook.md'),
    sweep: props.sweep ?? true,
    holdDays: checkHoldDays(props.holdDays ?? MOST_HOLD_DAYS),
    api: intake?.api ?? true,
    events: intake?.events ?? true,
    files: intake?.files ?? true,
    adoptSchedules: props.adoptSchedules ?? false,
    stackPrefix: checkStackPrefix(props.stackPrefix ?? `${name}-`),
    adoptedTopicArns: checkTopicArns(props.adoptedTopicArns ?? {}),
    ...(ringingAlarms !== undefined && { ringingAlarms: checkRingingAlarms(ringingAlarms) }),
    ...(expiringObjects !== undefined && { expiringObjects: checkExpiry(expiringObjects, expiringObjects) }),
  };
}
