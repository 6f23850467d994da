import { mkdtemp, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { CachedCloudAssembly, StackDeployProgress } from '@aws-cdk/toolkit-lib';
import { withEnvironment } from './environment.ts';
import { ACCOUNT, type Ministack, REGION } from './ministack.ts';
import { NO_SDK_WARNING } from './no-sdk-warning.ts';
import { Problem, sentenceOf } from './problem.ts';

/** The CDK, pointed at one MiniStack. All of it throws a Problem with the CDK's reason where something fails. */
export interface Cdk {
  /** Prepares the account, as `cdk bootstrap` does. */
  bootstrap(): Promise<void>;
  /**
   * Runs the app that cdk.json names, as `cdk synth` does. May go on while `bootstrap` does.
   *
   * @param context settings, as `-c name=value` gives them; default: only those of cdk.json
   */
  synthesize(context?: Readonly<Record<string, unknown>>): Promise<CachedCloudAssembly>;
  /**
   * Deploys every stack of what was synthesized, as `cdk deploy --all` does; the account has to be bootstrapped.
   *
   * @returns the outputs of each stack, by the stack's name
   */
  deploy(assembly: CachedCloudAssembly): Promise<Record<string, Record<string, string>>>;
}

const PROJECT = join(import.meta.dirname, '..');
/** The toolkit's message that it begins with a stack. */
const DEPLOYING = 'CDK_TOOLKIT_I5100';
/** How often the toolkit looks whether a stack is done. MiniStack is quick; its default of 2 s would be most of the time. */
const POLL_MILLISECONDS = 100;

/**
 * Makes the CDK's own toolkit ready for a MiniStack, in this process. While `bootstrap` or `deploy` runs, environment
 * variables of this process point to that MiniStack, because the toolkit takes its endpoint from nowhere else.
 */
export async function cdkFor(ministack: Ministack): Promise<Cdk> {
  const { BaseCredentials, BootstrapEnvironments, CdkAppMultiContext, Toolkit } = await import('@aws-cdk/toolkit-lib');
  const { clientConfig, clientEnvironment, folder } = ministack;
  let current = 'the stacks';
  const toolkit = new Toolkit({
    // what the toolkit has to tell is only kept, so that an error can name the stack
    ioHost: {
      notify: async ({ code, data }) => {
        if (code === DEPLOYING) {
          current = (data as StackDeployProgress).stack.stackName;
        }
      },
      requestResponse: async ({ defaultResponse }) => defaultResponse,
    },
    color: false,
    sdkConfig: {
      baseCredentials: BaseCredentials.custom({ region: REGION, provider: async () => clientConfig.credentials }),
    },
  });
  const variables = {
    // AWS_ENDPOINT_URL_S3 and its like would go before AWS_ENDPOINT_URL
    ...Object.fromEntries(
      Object.keys(process.env)
        .filter((name) => name.startsWith('AWS_ENDPOINT_URL_'))
        .map((name) => [name, undefined]),
    ),
    ...clientEnvironment,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
    AWS_PROFILE: undefined,
    ...NO_SDK_WARNING,
    // the toolkit notes there which account a key belongs to
    CDK_HOME: join(folder, 'cdk'),
    // a proxy that the person has set is not for this machine itself
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };

  return {
    bootstrap: async () => {
      const environments = BootstrapEnvironments.fromList([`aws://${ACCOUNT}/${REGION}`]);
      await withEnvironment(variables, () => toolkit.bootstrap(environments)).catch((error: Error) => {
        throw failure('Bootstrapping the local account', error);
      });
    },

    synthesize: async (context = {}) => {
      const { app } = JSON.parse(await readFile(join(PROJECT, 'cdk.json'), 'utf8')) as { app: string };
      const source = await toolkit.fromCdkApp(app, {
        workingDirectory: PROJECT,
        outdir: await mkdtemp(join(folder, 'cdk.out-')),
        contextStore: new CdkAppMultiContext(PROJECT, { ...context }),
        env: {
          // the app shall run on the Node that runs this
          PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
          // in `npm exec --package=… npm start` the npx that bundles the function would look for that package
          npm_config_package: undefined,
        },
        resolveDefaultEnvironment: false,
        // the rules for templates are a matter of `cdk synth` and the tests; here they would be half of the time
        synthOptions: { validation: false },
      });
      return toolkit.synth(source).catch((error: Error) => {
        throw failure('Synthesizing the stacks', error);
      });
    },

    deploy: async (assembly) => {
      const { stacks } = await withEnvironment(variables, () =>
        toolkit.deploy(assembly, { stackEventPollingInterval: POLL_MILLISECONDS }),
      ).catch((error: Error) => {
        throw failure(`Deploying ${current}`, error);
      });
      return Object.fromEntries(stacks.map(({ stackName, outputs }) => [stackName, outputs]));
    },
  };
}

/**
 * Deploys the service to a MiniStack that nothing was deployed to before.
 *
 * @param settings of each deployment, as `-c name=value` gives them
 * @throws Problem with the CDK's reason where something fails
 */
export async function deployOn(
  ministack: Ministack,
  ...settings: readonly Readonly<Record<string, unknown>>[]
): Promise<void> {
  const cdk = await cdkFor(ministack);
  const syntheses = Promise.all(settings.map((context) => cdk.synthesize(context)));
  const [assemblies] = await Promise.all([syntheses, cdk.bootstrap()]);
  for (const assembly of assemblies) {
    await cdk.deploy(assembly);
  }
}

function failure(what: string, error: Error): Problem {
  return new Problem(sentenceOf(`${what} failed`, reasonOf(error)));
}

/** An error's message on one line; where the CDK app failed, the line of its output that tells why. */
function reasonOf({ name, message, cause }: Error): string {
  if (cause instanceof Error) {
    return reasonOf(cause);
  }
  const lines = stripVTControlCharacters(message).trim().split('\n');
  if (name !== 'ExecutionError') {
    const [reason = ''] = lines.join(' ').replace(/\s+/g, ' ').split(' Source Location:'); // a stack trace of constructs
    return reason;
  }
  // Node shows where an error was thrown that nobody caught, a caret below, then the error; others are the last line
  const caret = lines.findLastIndex((line) => /^\s*\^+\s*$/.test(line));
  const thrown = lines.slice(caret + 1).find((line) => line.trim() !== '');
  return (caret === -1 ? lines.at(-1) : thrown) ?? '';
}
