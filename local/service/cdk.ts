import { mkdtemp, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { CachedCloudAssembly, StackDeployProgress } from '@aws-cdk/toolkit-lib';
import { ACCOUNT, CREDENTIALS, NO_SDK_WARNING, REGION } from '../ministack/client-config.ts';
import type { Ministack } from '../ministack/ministack.ts';
import { Problem, sentenceOf } from '../terminal/problem.ts';

/** The CDK's toolkit for the local AWS. Every method throws a Problem with the CDK's reason if it fails. */
export interface Cdk {
  /**
   * Runs the app that cdk.json names, as `cdk synth` does. Needs no MiniStack, and may run while one starts.
   *
   * @param folder gets the cloud assembly in a folder of its own
   * @param context settings, as `-c name=value` passes them; by default only those of cdk.json
   */
  synthesize(folder: string, context?: Readonly<Record<string, unknown>>): Promise<CachedCloudAssembly>;
  /** Prepares the account of a MiniStack, as `cdk bootstrap` does. */
  bootstrap(ministack: Ministack): Promise<void>;
  /**
   * Deploys every synthesized stack to a MiniStack, as `cdk deploy --all` does. The account has to be bootstrapped.
   *
   * @returns the outputs of each stack, by the stack's name
   */
  deploy(ministack: Ministack, assembly: CachedCloudAssembly): Promise<Record<string, Record<string, string>>>;
}

const PROJECT = join(import.meta.dirname, '..', '..');
/** Code of the toolkit's message that it starts to deploy a stack. */
const DEPLOYING = 'CDK_TOOLKIT_I5100';
/** How often the toolkit checks whether a stack is done. With its default of 2 s it would mostly wait. */
const POLL_MILLISECONDS = 100;

/**
 * Loads the CDK's own toolkit into this process. While `bootstrap` or `deploy` runs, environment variables of this process name
 * the MiniStack, because the toolkit reads its endpoint only there.
 */
export async function loadCdk(): Promise<Cdk> {
  const { BaseCredentials, BootstrapEnvironments, CdkAppMultiContext, Toolkit } = await import('@aws-cdk/toolkit-lib');
  let current = 'the stacks';
  const toolkit = new Toolkit({
    // the toolkit prints nothing; an error names the stack
    ioHost: {
      notify: async ({ code, data }) => {
        if (code === DEPLOYING) {
          current = (data as StackDeployProgress).stack.stackName;
        }
      },
      requestResponse: async ({ defaultResponse }) => defaultResponse,
    },
    color: false,
    sdkConfig: { baseCredentials: BaseCredentials.custom({ region: REGION, provider: async () => CREDENTIALS }) },
  });

  return {
    synthesize: async (folder, context = {}) => {
      const { app } = JSON.parse(await readFile(join(PROJECT, 'cdk.json'), 'utf8')) as { app: string };
      const source = await toolkit.fromCdkApp(app, {
        workingDirectory: PROJECT,
        outdir: await mkdtemp(join(folder, 'cdk.out-')),
        contextStore: new CdkAppMultiContext(PROJECT, { ...context }),
        env: {
          // the app runs on the Node that runs this
          PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
          // after `npm exec --package=… npm start`, the npx that bundles the function would look for that package
          npm_config_package: undefined,
        },
        resolveDefaultEnvironment: false,
        // `cdk synth` and the tests check the templates; here that would take half of the time
        synthOptions: { validation: false },
      });
      return toolkit.synth(source).catch((error: Error) => {
        throw failure('Synthesizing the stacks', error);
      });
    },

    bootstrap: async (ministack) => {
      const environments = BootstrapEnvironments.fromList([`aws://${ACCOUNT}/${REGION}`]);
      await withEnvironment(variablesFor(ministack), () => toolkit.bootstrap(environments)).catch((error: Error) => {
        throw failure('Bootstrapping the local account', error);
      });
    },

    deploy: async (ministack, assembly) => {
      const { stacks } = await withEnvironment(variablesFor(ministack), () =>
        toolkit.deploy(assembly, { stackEventPollingInterval: POLL_MILLISECONDS }),
      ).catch((error: Error) => {
        throw failure(`Deploying ${current}`, error);
      });
      return Object.fromEntries(stacks.map(({ stackName, outputs }) => [stackName, outputs]));
    },
  };
}

/** The environment variables that point the toolkit at a MiniStack, and at nothing else. */
function variablesFor({ clientEnvironment, folder }: Ministack): Readonly<Record<string, string | undefined>> {
  // AWS_ENDPOINT_URL_S3 and the like take precedence over AWS_ENDPOINT_URL
  const ofOneService = Object.keys(process.env).filter((name) => name.startsWith('AWS_ENDPOINT_URL_'));
  return {
    ...Object.fromEntries(ofOneService.map((name) => [name, undefined])),
    ...clientEnvironment,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
    AWS_PROFILE: undefined,
    ...NO_SDK_WARNING,
    // the toolkit caches there which account a key belongs to
    CDK_HOME: join(folder, 'cdk'),
    // the person's proxy cannot reach this machine
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
}

/**
 * Deploys the service to a fresh MiniStack.
 *
 * @param settings those of each deployment, as `-c name=value` passes them
 * @throws Problem with the CDK's reason if something fails
 */
export async function deployOn(
  ministack: Ministack,
  ...settings: readonly Readonly<Record<string, unknown>>[]
): Promise<void> {
  const cdk = await loadCdk();
  const syntheses = Promise.all(settings.map((context) => cdk.synthesize(ministack.folder, context)));
  const [assemblies] = await Promise.all([syntheses, cdk.bootstrap(ministack)]);
  for (const assembly of assemblies) {
    await cdk.deploy(ministack, assembly);
  }
}

function failure(what: string, error: Error): Problem {
  return new Problem(sentenceOf(`${what} failed`, reasonOf(error)));
}

/** Returns an error's message on one line; if the CDK app failed, the line of its output that says why. */
function reasonOf({ name, message, cause }: Error): string {
  if (cause instanceof Error) {
    return reasonOf(cause);
  }
  const lines = stripVTControlCharacters(message).trim().split('\n');
  if (name !== 'ExecutionError') {
    const [reason = ''] = lines.join(' ').replace(/\s+/g, ' ').split(' Source Location:'); // a stack trace of constructs
    return reason;
  }
  // Node shows where an uncaught error was thrown, a caret below, then the error; any other error is the last line
  const caret = lines.findLastIndex((line) => /^\s*\^+\s*$/.test(line));
  const thrown = lines.slice(caret + 1).find((line) => line.trim() !== '');
  return (caret === -1 ? lines.at(-1) : thrown) ?? '';
}

/**
 * Runs an action with other environment variables, and restores the old ones afterwards. For libraries that offer no other way.
 * Two of these must not run in one process at the same time.
 *
 * @param variables `undefined` unsets one
 */
async function withEnvironment<Result>(
  variables: Readonly<Record<string, string | undefined>>,
  action: () => Promise<Result>,
): Promise<Result> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  const set = ([name, value]: readonly [string, string | undefined]) => {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  };
  Object.entries(variables).forEach(set);
  try {
    return await action();
  } finally {
    before.forEach(set);
  }
}
