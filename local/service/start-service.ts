import { rm } from 'node:fs/promises';
import { Deployment, type Machines } from '../../client/deployment.ts';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { type Inbox, openInbox } from '../inbox/inbox.ts';
import { installMinistack, type Ministack, makeMinistackFolder, startMinistack } from '../ministack/ministack.ts';
import { step } from '../terminal/progress.ts';
import { loadCdk } from './cdk.ts';
import { unlessAborted } from './ending.ts';
import { localApiUrl } from './local-api-url.ts';
import { synthesize } from './synthesize.ts';

/** The local service's name, which is the default of the setting `name`. */
export const SERVICE = 'remindme';

/** The deployed service, with an inbox that gets its messages. */
export interface LocalService {
  readonly ministack: Ministack;
  readonly inbox: Inbox;
  readonly deployment: Deployment;
  /** The two reminder state machines. */
  readonly machines: Machines;
  /** The URL of the HTTP API, with a final slash. */
  readonly apiUrl: string;
  /** The name of the bucket for files. */
  readonly filesBucket: string;
}

/** The options for starting the service. */
export interface LocalServiceOptions {
  /**
   * MiniStack's port.
   * @default - a free one
   */
  readonly port?: number;
  /**
   * Aborting this controller cancels the start. If MiniStack ends by itself, `startService` aborts the controller with a
   * Problem as the reason.
   */
  readonly ending: AbortController;
  /**
   * Called after each part of the service has started. The action stops this part. The caller must run all actions in reverse
   * order, even if the start fails.
   */
  readonly atEnd: (action: () => Promise<unknown>) => void;
}

/**
 * Starts the whole service on this computer. Installs and starts MiniStack, bootstraps the account, deploys the stacks, and
 * opens the inbox. The terminal shows each step.
 *
 * @throws Problem, or the error of a failed call to MiniStack, if a step fails; the abort reason if `ending` is aborted
 */
export async function startService({ port, ending, atEnd }: LocalServiceOptions): Promise<LocalService> {
  const { signal } = ending;

  const python = await step('Looking for Python', async (line) => {
    const path = await installMinistack({ signal, onProgress: (what) => line.update(`First start: ${what}`) });
    return [path, 'MiniStack, the local AWS, is installed'];
  });

  const folder = await makeMinistackFolder();
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  // synthesize and load the CDK while MiniStack starts and the account is bootstrapped
  const synthesizing = new AbortController();
  const synthesis = synthesize(folder, { name: SERVICE }, synthesizing.signal);
  const loading = loadCdk();
  const synthesized = synthesis.catch(() => {}); // the step that deploys reports a failure
  atEnd(() => {
    synthesizing.abort();
    return synthesized; // wait until synth has ended, because it writes into the folder
  });

  const ministack = await step('Starting MiniStack', async () => {
    const started = await startMinistack({ python, folder, signal, ...(port !== undefined && { port }) });
    atEnd(started.stop);
    process.on('exit', started.kill);
    started.died.then((problem) => ending.abort(problem));
    return [started, `MiniStack answers at ${started.clientConfig.endpoint}`];
  });

  const cdk = await loading;
  await step('Bootstrapping the local account', async () => {
    await unlessAborted(signal, cdk.bootstrap(ministack));
    return [undefined, 'The local account is bootstrapped'];
  });

  const { apiUrl, filesBucket } = await step('Deploying the stacks', async () => {
    const assembly = await unlessAborted(signal, synthesis);
    const outputs = await unlessAborted(signal, cdk.deploy(ministack, assembly));
    const { ApiUrl = '', FilesBucketName = '' } = outputs[physicalNames(SERVICE).stacks.intake] ?? {};
    const intake = {
      apiUrl: localApiUrl(ministack.clientConfig.endpoint, ApiUrl),
      filesBucket: FilesBucketName,
    };
    return [intake, `Deployed ${Object.keys(outputs).join(', ')}`];
  });

  return step('Subscribing the inbox', async () => {
    const { clientConfig } = ministack;
    const deployment = new Deployment({ connection: clientConfig, service: SERVICE });
    const { topicArn, stateMachineArns } = await deployment.read();
    const machines = await deployment.machines(stateMachineArns);
    const inbox = await unlessAborted(signal, openInbox({ clientConfig, topicArn }));
    atEnd(inbox.close);
    return [
      { ministack, inbox, deployment, machines, apiUrl, filesBucket },
      'An inbox on this machine is subscribed to the topic',
    ];
  });
}
