import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { StackDeployProgress } from '@aws-cdk/toolkit-lib';
import { ACCOUNT, CREDENTIALS, NO_SDK_WARNING, REGION } from '../ministack/client-config.ts';
import type { Ministack } from '../ministack/ministack.ts';
import { Problem, sentenceOf } from '../terminal/problem.ts';
import { synthesize } from './synthesize.ts';

/** The parts of a running MiniStack that the toolkit needs. */
export type CdkTarget = Pick<Ministack, 'clientEnvironment' | 'folder'>;

/** The CDK's toolkit for the local AWS. If a method fails, it throws a Problem with the reason from the CDK. */
export interface Cdk {
  /** Prepares MiniStack's account, like `cdk bootstrap`. */
  bootstrap(ministack: CdkTarget): Promise<void>;
  /**
   * Deploys every stack of a cloud assembly to MiniStack, like `cdk deploy --all`. The account must be bootstrapped.
   *
   * @param assembly the folder of the cloud assembly
   * @returns the outputs of each stack, keyed by the stack's name
   */
  deploy(ministack: CdkTarget, assembly: string): Promise<Record<string, Record<string, string>>>;
}

/** The code of the message that the toolkit sends when it starts to deploy a stack. */
const DEPLOYING = 'CDK_TOOLKIT_I5100';
/** The toolkit's polling interval while it deploys a stack. Its default of 2 s is longer than most deployments to MiniStack. */
const POLL_MILLISECONDS = 100;

/**
 * Loads the CDK's toolkit into this process. The toolkit reads the AWS endpoint only from environment variables. So while
 * `bootstrap` or `deploy` runs, the environment variables of this process point to MiniStack.
 */
export async function loadCdk(): Promise<Cdk> {
  const { BaseCredentials, BootstrapEnvironments, Toolkit } = await import('@aws-cdk/toolkit-lib');
  let current = 'the stacks';
  const toolkit = new Toolkit({
    // do not print the toolkit's messages, but remember the current stack for error messages
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
    bootstrap: async (ministack) => {
      const environments = BootstrapEnvironments.fromList([`aws://${ACCOUNT}/${REGION}`]);
      await withEnvironment(variablesFor(ministack), () => toolkit.bootstrap(environments)).catch((error: Error) => {
        throw failure('Bootstrapping the local account', error);
      });
    },

    deploy: async (ministack, assembly) => {
      const source = await toolkit.fromAssemblyDirectory(assembly);
      const { stacks } = await withEnvironment(variablesFor(ministack), () =>
        toolkit.deploy(source, { stackEventPollingInterval: POLL_MILLISECONDS }),
      ).catch((error: Error) => {
        throw failure(`Deploying ${current}`, error);
      });
      return Object.fromEntries(stacks.map(({ stackName, outputs }) => [stackName, outputs]));
    },
  };
}

/** Returns environment variables that make the toolkit call only MiniStack. */
function variablesFor({ clientEnvironment, folder }: CdkTarget): Readonly<Record<string, string | undefined>> {
  // unset variables such as AWS_ENDPOINT_URL_S3, which take precedence over AWS_ENDPOINT_URL
  const ofOneService = Object.keys(process.env).filter((name) => name.startsWith('AWS_ENDPOINT_URL_'));
  return {
    ...Object.fromEntries(ofOneService.map((name) => [name, undefined])),
    ...clientEnvironment,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
    AWS_PROFILE: undefined,
    ...NO_SDK_WARNING,
    // the toolkit caches the account of an access key in this folder
    CDK_HOME: join(folder, 'cdk'),
    // do not use the user's proxy, which cannot reach this computer
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
}

/**
 * Bootstraps MiniStack's account, and deploys the service to MiniStack once for each set of settings.
 *
 * @param settings the settings of each deployment, as with `-c name=value`
 * @throws Problem with the reason if a step fails
 */
export async function deployOn(
  ministack: CdkTarget,
  ...settings: readonly Readonly<Record<string, unknown>>[]
): Promise<void> {
  const syntheses = Promise.all(settings.map((context) => synthesize(ministack.folder, context)));
  const loading = loadCdk();
  const bootstrap = loading.then((cdk) => cdk.bootstrap(ministack));
  const [assemblies, cdk] = await Promise.all([syntheses, loading, bootstrap]);
  for (const assembly of assemblies) {
    await cdk.deploy(ministack, assembly);
  }
}

function failure(what: string, error: Error): Problem {
  return new Problem(sentenceOf(`${what} failed`, reasonOf(error)));
}

/** Returns the message of the error, or of its original cause, on one line. */
function reasonOf({ message, cause }: Error): string {
  if (cause instanceof Error) {
    return reasonOf(cause);
  }
  const line = stripVTControlCharacters(message).trim().replace(/\s+/g, ' ');
  const [reason = ''] = line.split(' Source Location:'); // leave out the stack trace of the construct
  return reason;
}

/**
 * Runs the action with changed environment variables, and restores the old values afterwards. Use this function for libraries
 * that read their settings only from environment variables. Two such actions must not run at the same time in one process.
 *
 * @param variables the values, keyed by name; `undefined` unsets a variable
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
