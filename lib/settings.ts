import type { Node } from 'constructs';
import { DEFAULT_SERVICE, serviceNameProblem } from '../core/naming/service-name.ts';
import { isEmailAddress } from '../core/text/is-email-address.ts';

/** The settings of a deployment, given as CDK context: `-c name=value` or the `context` of cdk.json. */
export interface Settings {
  /**
   * The service's name. Every physical name begins with it, so two deployments can share an account.
   * @default 'remindme'
   */
  readonly name: string;
  /**
   * Addresses that receive every reminder by email; set as `email`.
   * @default - none; people can subscribe later
   */
  readonly emails: readonly string[];
  /**
   * Addresses that receive failure emails and alarms; set as `alarmEmail`.
   * @default - none; operators can subscribe to the operations topic later
   */
  readonly alarmEmails: readonly string[];
  /**
   * Address of the runbook, for the links in alarms: `docs/runbook.md` in a copy of this repository.
   * @default 'docs/runbook.md'
   */
  readonly runbook: string;
  /**
   * Prefix of the names of the stacks that the stack creator may change.
   * @default - the service's name and a hyphen
   */
  readonly stackPrefix: string;
  /**
   * ARN of the role that CloudFormation assumes for the stacks of the stack creator.
   * @default - a new role without permissions
   */
  readonly deploymentRoleArn?: string;
}

/** A setting has a value that is not accepted. The message is one sentence for the person who set it. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** The characters of an address (RFC 3986) without `#`, which each link adds, and without parentheses, which end a link in Markdown. */
const RUNBOOK = /^[A-Za-z0-9._~:/?&=%@+,;!$'*-]{1,200}$/;
const STACK_PREFIX = /^[A-Za-z][A-Za-z0-9-]{0,62}-$/;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[A-Za-z0-9+=,.@_/-]{1,576}$/;

function readName(value: unknown): string {
  const problem = serviceNameProblem(value);
  if (problem) {
    throw new SettingError(`The setting name is ${JSON.stringify(value)}; ${problem}`);
  }
  return String(value);
}

function readStackPrefix(value: unknown): string {
  if (typeof value !== 'string' || !STACK_PREFIX.test(value)) {
    throw new SettingError(
      `The setting stackPrefix is ${JSON.stringify(value)}; accepted are 2 to 64 letters, digits and hyphens, the first a letter and the last a hyphen, such as remindme-.`,
    );
  }
  return value;
}

function readDeploymentRoleArn(value: unknown): string {
  if (typeof value !== 'string' || !ROLE_ARN.test(value)) {
    throw new SettingError(
      `The setting deploymentRoleArn is ${JSON.stringify(value)}; accepted is the ARN of an IAM role, such as arn:aws:iam::111122223333:role/deployment.`,
    );
  }
  return value;
}

function readEmails(setting: 'email' | 'alarmEmail', value: unknown): string[] {
  if (typeof value !== 'string') {
    throw new SettingError(
      `The setting ${setting} is ${JSON.stringify(value)}; accepted is a text of one or more addresses, separated by commas, such as you@example.com,me@example.com.`,
    );
  }
  const emails = value.split(',').map((email) => email.trim());
  for (const [index, email] of emails.entries()) {
    if (!isEmailAddress(email)) {
      throw new SettingError(
        `The setting ${setting} has ${JSON.stringify(email)}, which is not an address; accepted are addresses such as you@example.com, separated by commas.`,
      );
    }
    if (emails.indexOf(email) !== index) {
      throw new SettingError(`The setting ${setting} names ${email} twice; accepted is each address once.`);
    }
  }
  return emails;
}

function readRunbook(value: unknown): string {
  if (typeof value !== 'string' || !RUNBOOK.test(value)) {
    throw new SettingError(
      `The setting runbook is ${JSON.stringify(value)}; accepted is an address or a path of at most 200 characters of an address, without #, such as https://example.com/remindme/docs/runbook.md.`,
    );
  }
  return value;
}

/**
 * Reads and checks the settings of a deployment.
 *
 * @param node the app's node, with the settings in its context
 * @throws SettingError names the setting, its value and what is accepted
 */
export function readSettings(node: Node): Settings {
  const name = readName(node.tryGetContext('name') ?? DEFAULT_SERVICE);
  const email: unknown = node.tryGetContext('email');
  const alarmEmail: unknown = node.tryGetContext('alarmEmail');
  const deploymentRoleArn: unknown = node.tryGetContext('deploymentRoleArn');
  return {
    name,
    emails: email === undefined ? [] : readEmails('email', email),
    alarmEmails: alarmEmail === undefined ? [] : readEmails('alarmEmail', alarmEmail),
    runbook: readRunbook(node.tryGetContext('runbook') ?? 'docs/runbook.md'),
    stackPrefix: readStackPrefix(node.tryGetContext('stackPrefix') ?? `${name}-`),
    ...(deploymentRoleArn !== undefined && { deploymentRoleArn: readDeploymentRoleArn(deploymentRoleArn) }),
  };
}
