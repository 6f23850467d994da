import { cp, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { physicalNames, type Via } from '../../core/naming/physical-names.ts';
import { DEFAULT_SUBJECT } from '../../core/reminder/reminder-limits.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { loadCdk } from '../../local/service/cdk.ts';
import { synthesize } from '../../local/service/synthesize.ts';
import { recordedRelease, RELEASED_SERVICE as SERVICE } from '../../scripts/releases/recorded-release.ts';
import { localAws } from './deploy-again.ts';
import { ended, inboxOf, parameter, sfn, start, statesOf } from './deployed-service.ts';
import { stackStatusOf } from './stack-creator.ts';

/** The minimum and the maximum time until the reminders are due. */
const WAIT = { leastSeconds: 30, mostSeconds: 75 } as const;
/** The time until the reminders are due: twice the time of the first deployment, so that the update ends before it. */
let waitSeconds: number;
const MILLISECONDS = (30 + WAIT.mostSeconds) * 1_000;

const { version, folder } = recordedRelease();

interface AssetManifest {
  readonly files: Readonly<
    Record<
      string,
      { readonly displayName: string; readonly source: { readonly path: string; readonly packaging: string } }
    >
  >;
}

/** Returns the path of each function's code in a cloud assembly, keyed by the path of its construct. */
async function codeIn(assembly: string): Promise<ReadonlyMap<string, string>> {
  // read all files, because the release's stacks may differ from the current ones
  const files = (await readdir(assembly)).filter((file) => file.endsWith('.assets.json'));
  const manifests = await Promise.all(
    files.map(async (file): Promise<AssetManifest> => JSON.parse(await readFile(join(assembly, file), 'utf8'))),
  );
  return new Map(
    manifests
      .flatMap(({ files }) => Object.values(files))
      .filter(({ source }) => source.packaging === 'zip')
      // the first release has no constructs with the id Default
      .map(({ displayName, source }) => [displayName.replace('/Default/', '/'), source.path]),
  );
}

/**
 * Builds a deployable cloud assembly from the recorded release, which does not contain the functions' code. Each function gets
 * its current code, because pending executions call that code after the update. A function that no longer exists gets the code
 * of another function.
 */
async function completeRelease(current: string): Promise<string> {
  const assembly = await mkdtemp(join(localAws.folder, 'release-'));
  await cp(folder, assembly, { recursive: true });
  const today = await codeIn(current);
  const [anyCode = ''] = today.values();
  for (const [name, path] of await codeIn(assembly)) {
    await cp(join(current, today.get(name) ?? anyCode), join(assembly, path), { recursive: true });
  }
  return assembly;
}

/**
 * The reminders that are pending during the update. They cover each state machine and each form of the due time, with and
 * without a subject.
 */
const REMINDERS = (['sns', 'lambda'] as const).flatMap((via: Via) =>
  (['timestamp', 'seconds'] as const).flatMap((when) =>
    [undefined, 'A subject'].map((subject) => {
      const title = `through ${via} with ${when}, ${subject ? 'a' : 'no'} subject`;
      return { title, via, when, subject, message: `A reminder ${title}` };
    }),
  ),
);

/** A request for a stack that fails after the update. Its report shows that the update kept all that the execution needs. */
const stackRequest = () => ({
  stackName: `${SERVICE}-slow`,
  templateBody: {
    Resources: {
      Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
      Never: {
        Type: 'AWS::CloudFormation::WaitCondition',
        Properties: { Handle: { Ref: 'Handle' }, Timeout: String(waitSeconds), Count: 1 },
      },
    },
  },
});

async function startReminder({ via, when, subject, message }: (typeof REMINDERS)[number]): Promise<string> {
  const due = when === 'seconds' ? waitSeconds : formatInstant(Date.now() + waitSeconds * 1_000);
  return start(SERVICE, via, { message, [when]: due, ...(subject && { subject }) });
}

async function startStackRequest(): Promise<string> {
  const stateMachineArn = await parameter(physicalNames(SERVICE).parameters.stateMachineArn('stack-creator'));
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(stackRequest()) }),
  );
  return executionArn;
}

const nameOf = (executionArn = '') => executionArn.split(':').at(-1) ?? '';

let programs: Inbox;
let mailbox: Inbox;
/** The ARNs of the reminders' executions, followed by the ARN of the stack request's execution. */
let executions: string[];
/** The status of each execution after the update. */
let pending: (string | undefined)[];

beforeAll(async () => {
  const cdk = await loadCdk();
  await cdk.bootstrap(localAws);
  // set another runbook, which changes the functions, the alarms and the dashboard even if the code has not changed
  const current = await synthesize(localAws.folder, { name: SERVICE, runbook: 'https://example.com/runbook.md' });
  const release = await completeRelease(current);
  const began = Date.now();
  await cdk.deploy(localAws, release);
  waitSeconds = Math.min(WAIT.mostSeconds, Math.max(WAIT.leastSeconds, Math.ceil((Date.now() - began) / 500)));
  programs = await inboxOf(SERVICE);
  mailbox = await inboxOf(SERVICE, 'emailTopicArn');
  executions = await Promise.all([...REMINDERS.map(startReminder), startStackRequest()]);

  await cdk.deploy(localAws, current);
  const described = await Promise.all(
    executions.map((executionArn) => sfn.send(new DescribeExecutionCommand({ executionArn }))),
  );
  pending = described.map(({ status }) => status);
}, 300_000);
afterAll(() => Promise.all([programs, mailbox].map((inbox) => inbox?.close())));

test('the update changes the stacks before anything is due', async () => {
  expect(await stackStatusOf(physicalNames(SERVICE).stacks.notifications)).toBe('UPDATE_COMPLETE');
  expect(pending).toEqual(executions.map(() => 'RUNNING'));
});

test.each(REMINDERS.map((reminder, index) => ({ ...reminder, index })))(
  `a reminder of ${version} that waits during the update arrives once: $title`,
  async ({ index, message, subject = DEFAULT_SUBJECT }) => {
    const executionArn = executions[index] ?? '';

    expect(await programs.arrivalOf(nameOf(executionArn), MILLISECONDS)).toMatchObject({ message, subject });
    const emails = () => mailbox.arrivals.filter((arrival) => arrival.message.startsWith(`${message}\n\n--\n`));
    await mailbox.until(() => emails().length > 0, MILLISECONDS);
    expect(emails()).toMatchObject([{ subject }]);
    expect(await ended(executionArn, 60)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await statesOf(executionArn)).toEqual(['Check the request', 'Wait until due', 'Send the reminder']);
    // if the response to a publish is late, the publish is repeated: the topic has two messages, and the throttle one email
    const published = programs.arrivals.filter((arrival) => arrival.message === message);
    expect(new Set(published.map(({ attributes }) => attributes['executionArn']))).toEqual(new Set([executionArn]));
  },
);

test(`the report on a stack request from ${version} arrives`, async () => {
  const report = await programs.arrivalOf(nameOf(executions.at(-1)), MILLISECONDS);

  expect(report).toMatchObject({ subject: `Stack ${stackRequest().stackName}: not created` });
});

test('new reminders arrive after the update', async () => {
  const executionArn = await start(SERVICE, 'lambda', { message: 'after the update', seconds: 0 });

  expect(await programs.arrivalOf(nameOf(executionArn), MILLISECONDS)).toMatchObject({ message: 'after the update' });
});
