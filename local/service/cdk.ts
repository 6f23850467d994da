import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { StackDeployProgress } from '@aws-cdk/toolkit-lib';
import { ACCOUNT, CREDENTIALS, NO_SDK_WARNING, REGION } from '../ministack/client-config.ts';
import type { Ministack } from '../ministack/ministack.ts';
import { Problem, sentenceOf } from '../terminal/problem.ts';
import { synthesize } from './synthesize.ts';

/** The CDK's toolkit, for the local AWS. Every method throws a Problem with the CDK's reason if it fails. */
export interface Cdk {
  /** Prepares the account of a MiniStack, as `cdk bootstrap` does. */
  bootstrap(ministack: Ministack): Promise<void>;
  /**
   * Deploys every stack of a cloud assembly to a MiniStack, as `cdk deploy --all` does. The account has to be bootstrapped.
   *
   * @param assembly the folder of the cloud assembly
   * @returns the outputs of each stack, by the stack's name
   */
  deploy(ministack: Ministack, assembly: string): Promise<Record<string, Record<string, string>>>;
}

/** Code of the toolkit's message that it starts to deploy a stack. */
const DEPLOYING = 'CDK_TOOLKIT_I5100';
/** How often the toolkit checks whether a stack is done. With its default of 2 s it would mostly wait. */
const POLL_MILLISECONDS = 100;

/**
 * Loads the CDK's own toolkit into this process. While `bootstrap` or `deploy` runs, environment variables of this process name
 * the MiniStack, because the toolkit reads its endpoint only there.
 */
export async function loadCdk(): Promise<Cdk> {
  const { BaseCredentials, BootstrapEnvironments, Toolkit } = await import('@aws-cdk/toolkit-lib');
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

/** Returns an error's message on one line. */
function reasonOf({ message, cause }: Error): string {
  if (cause instanceof Error) {
    return reasonOf(cause);
  }
  const line = stripVTControlCharacters(message).trim().replace(/\s+/g, ' ');
  const [reason = ''] = line.split(' Source Location:'); // a stack trace of constructs
  return reason;
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
