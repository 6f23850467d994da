import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { openInbox } from '../../local/inbox/inbox.ts';
import { ACCOUNT, REGION } from '../../local/ministack/client-config.ts';
import { loadCdk } from '../../local/service/cdk.ts';
import { runRemindme } from '../support/run-remindme.ts';
import { localAws } from './deploy-again.ts';
import { CLIENT_CONFIG, ended, inboxOf, keptFor, parameter, sfn, start } from './deployed-service.ts';

const sns = new SNSClient(CLIENT_CONFIG);
const sqs = new SQSClient(CLIENT_CONFIG);

/**
 * Tests the npm package as another team would use it. Installs it into a new app from the CDK's template, and deploys the
 * examples in docs/constructs.md.
 */

const ROOT = join(import.meta.dirname, '..', '..');
const PACKAGES = join(ROOT, 'node_modules');
const TEMPLATE = join(PACKAGES, 'aws-cdk', 'lib', 'init-templates', 'app', 'typescript');
/** The size limit of the package without the command and its web page, in bytes. */
const MOST_BYTES = 1_000_000;

const run = async (cwd: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const { stdout } = await promisify(execFile)(file, args, { cwd, env: { ...process.env, ...env } });
  return stdout;
};
const npm = (cwd: string, ...args: string[]) =>
  run(cwd, 'npm', args, { npm_config_offline: 'true', npm_config_audit: 'false' });
const node = (cwd: string, args: readonly string[], env?: NodeJS.ProcessEnv) => run(cwd, process.execPath, args, env);

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

let folder: string;
let packed: Packed;
let app: string;

/** Returns the examples in docs/constructs.md, keyed by the name of the stack class. */
async function examples(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(ROOT, 'docs', 'constructs.md'), 'utf8');
  return new Map(
    [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => [
      /export class (\w+) extends Stack/.exec(code)?.[1] ?? 'unnamed',
      code,
    ]),
  );
}

/** The code of a stack with two unnamed services. The second service has an encryption key. */
const TWINS = `import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Remindme } from 'remindme';

export class TwinsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const encryptionKey = new Key(this, 'Key');
    const intake = { api: false, events: false, files: false };
    const one = new Remindme(this, 'One', { intake });
    const two = new Remindme(this, 'Two', { intake, encryptionKey });
    new CfnOutput(this, 'PlainName', { value: one.name });
    new CfnOutput(this, 'EncryptedName', { value: two.name });
    new CfnOutput(this, 'KeyArn', { value: encryptionKey.keyArn });
  }
}
`;

/**
 * Creates the same app as `cdk init app --language typescript`, but with the examples as its stacks, and without downloads.
 * Returns its folder.
 */
async function makeApp(tarball: string): Promise<string> {
  const target = join(folder, 'fresh');
  await cp(join(TEMPLATE, 'tsconfig.json'), join(target, 'tsconfig.json'));
  const { dependencies, ...manifest } = JSON.parse(await readFile(join(TEMPLATE, 'package.json'), 'utf8'));
  const local = Object.keys(dependencies).map((name) => [name, `file:${join(PACKAGES, name)}`]);
  await writeFile(
    join(target, 'package.json'),
    JSON.stringify({
      ...manifest,
      name: 'fresh',
      devDependencies: {},
      dependencies: { ...Object.fromEntries(local), remindme: `file:${tarball}` },
    }),
  );
  await npm(target, 'install', '--no-fund', '--ignore-scripts');
  for (const tool of ['typescript', 'tsx', '@types']) {
    await symlink(join(PACKAGES, tool), join(target, 'node_modules', tool));
  }
  const stacks = new Map([...(await examples()), ['TwinsStack', TWINS]]);
  for (const part of ['lib', 'bin']) {
    await mkdir(join(target, part));
  }
  for (const [name, code] of stacks) {
    await writeFile(join(target, 'lib', `${name}.ts`), code);
  }
  const names = [...stacks.keys()];
  const entry = `import * as cdk from 'aws-cdk-lib/core';
${names.map((name) => `import { ${name} } from '../lib/${name}';`).join('\n')}

const app = new cdk.App();
${names.map((name) => `new ${name}(app, '${name}', {});`).join('\n')}
`;
  await writeFile(join(target, 'bin', 'fresh.ts'), entry);
  return target;
}

async function startMachine(name: string, input: object): Promise<string> {
  const stateMachineArn = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return executionArn;
}

beforeAll(async () => {
  folder = await mkdtemp(join(localAws.folder, 'fresh-app-'));
  await npm(ROOT, 'run', '--silent', 'build:lib');
  // without lifecycle scripts, because they would rebuild the command's bundle, which another test may use
  const [result] = JSON.parse(await npm(ROOT, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder));
  packed = result;
  app = await makeApp(join(folder, packed.filename));
});

test('the package has only what the constructs and the command need, and is small', async () => {
  const paths = packed.files.map(({ path }) => path);
  const known =
    /^(LICENSE|README\.md|package\.json|remindme\.1|dist\/remindme\.cjs|dist\/lib\/.*|dist\/console\/.*|lib\/.*\.jsonata)$/;
  expect(paths.filter((path) => !known.test(path))).toEqual([]);
  expect(paths).toEqual(expect.arrayContaining(['dist/lib/index.js', 'dist/lib/index.d.ts']));
  expect(paths.filter((path) => /test|benchmark|\.ts$/.test(path) && !path.endsWith('.d.ts'))).toEqual([]);

  const unpacked = join(folder, 'unpacked');
  await mkdir(unpacked);
  await run(folder, 'tar', ['xzf', packed.filename, '-C', unpacked]);
  await run(unpacked, 'tar', ['czf', 'without.tgz', '--exclude=remindme.cjs', '--exclude=dist/console', 'package']);
  expect((await stat(join(unpacked, 'without.tgz'))).size).toBeLessThan(MOST_BYTES);
});

test('the package brings no other package', async () => {
  expect((await readdir(join(app, 'node_modules'))).filter((name) => !name.startsWith('.')).sort()).toEqual([
    '@types',
    'aws-cdk-lib',
    'constructs',
    'remindme',
    'tsx',
    'typescript',
  ]);
});

test.each([
  [
    'an ES module',
    [
      '--input-type=module',
      '-e',
      "import { Remindme, WaitUntil } from 'remindme'; console.log(Remindme.name, WaitUntil.name)",
    ],
  ],
  [
    'CommonJS',
    ['-e', "const { Remindme, WaitUntil } = require('remindme'); console.log(Remindme.name, WaitUntil.name)"],
  ],
])('%s can load it', async (_, args) => {
  expect(await node(app, args)).toBe('Remindme WaitUntil\n');
});

test('each example has at most 20 lines', async () => {
  for (const [name, code] of await examples()) {
    expect([name, code.trim().split('\n').length <= 20]).toEqual([name, true]);
  }
});

test('the examples pass the type check of the template', async () => {
  await node(app, [join('node_modules', 'typescript', 'bin', 'tsc')]);
});

describe('deployed', () => {
  let outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;

  beforeAll(async () => {
    const assembly = join(folder, 'cdk.out');
    await node(app, ['--import', 'tsx', join('bin', 'fresh.ts')], {
      CDK_OUTDIR: assembly,
      CDK_VALIDATION: 'false',
      // these variables make every network call fail
      HTTPS_PROXY: 'http://127.0.0.1:9',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    outputs = await (await loadCdk()).deploy(localAws, assembly);
  });

  test('a reminder arrives, a task runs and a failure is reported', async () => {
    const inbox = await inboxOf('shop');
    const reminder = await start('shop', 'sns', { message: 'call mum', seconds: 1 });
    expect(await inbox.arrivalOf(reminder.split(':').at(-1) ?? '', 60_000)).toMatchObject({ message: 'call mum' });
    await inbox.close();

    const closing = await startMachine('close-auction', { seconds: 1, auction: 'Lot 7' });
    expect(await ended(closing, 60)).toMatchObject({ status: 'SUCCEEDED' });

    const topicArn = `arn:aws:sns:${REGION}:${ACCOUNT}:operators`;
    const operators = await openInbox({ clientConfig: CLIENT_CONFIG, topicArn });
    await startMachine('nightly', {});
    await operators.until((emails) => emails.length > 0, 60_000);
    expect(operators.arrivals).toMatchObject([
      { subject: 'invoices: a state machine did not finish', message: expect.stringContaining('Error: NoInvoices') },
    ]);
    await operators.close();
  });

  test('two services without names are in one stack, and the command finds both', async () => {
    const { PlainName = '', EncryptedName = '' } = outputs['TwinsStack'] ?? {};
    for (const name of [PlainName, EncryptedName]) {
      const inbox = await inboxOf(name);
      for (const via of ['sns', 'lambda']) {
        const message = `to ${name} via ${via}`;
        const { code, stdout } = await runRemindme([message, 'in 1 second', '--service', name, '--via', via, '--wait']);
        expect([code, stdout]).toEqual([0, expect.stringContaining('✔')]);
        await inbox.until((arrivals) => arrivals.some((each) => each.message === message), 60_000);
      }
      await inbox.close();
    }
    expect(PlainName).not.toBe(EncryptedName);
  });

  test('with a key, queues are encrypted with it, and an undelivered reminder is kept', async () => {
    const { EncryptedName = '', KeyArn } = outputs['TwinsStack'] ?? {};
    const { topicArn, undeliveredQueueUrl, unhandledQueueUrl } = physicalNames(EncryptedName).parameters;
    for (const name of [undeliveredQueueUrl, unhandledQueueUrl]) {
      const QueueUrl = await parameter(name);
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['KmsMasterKeyId'] }),
      );
      expect(Attributes?.['KmsMasterKeyId']).toBe(KeyArn); // the local AWS does not show a topic's key
    }

    await sns.send(new DeleteTopicCommand({ TopicArn: await parameter(topicArn) }));
    const undelivered = await start(EncryptedName, 'sns', { message: 'kept', seconds: 1 });
    expect((await ended(undelivered, 60)).error).toBe('ReminderUndelivered');
    expect(await keptFor(EncryptedName, undelivered)).toMatchObject({ request: { message: 'kept' } });
  });
});
