import { rm } from 'node:fs/promises';
import { Deployment, type Machines } from '../../client/deployment.ts';
import { type Inbox, openInbox } from '../inbox/inbox.ts';
import { installMinistack, type Ministack, makeMinistackFolder, startMinistack } from '../ministack/ministack.ts';
import { step } from '../terminal/progress.ts';
import { loadCdk } from './cdk.ts';
import { unlessAborted } from './ending.ts';
import { synthesize } from './synthesize.ts';

/** The service's name on this machine: the default of the setting `name`. */
export const SERVICE = 'remindme';

/** The deployed service with an inbox that gets its messages. */
export interface LocalService {
  readonly ministack: Ministack;
  readonly inbox: Inbox;
  readonly deployment: Deployment;
  /** The two reminder state machines. */
  readonly machines: Machines;
}

/** How to bring the service up. */
export interface LocalServiceOptions {
  /**
   * The port of MiniStack.
   * @default - a free one
   */
  readonly port?: number;
  /** Its abort ends the start. If MiniStack ends by itself later, it is aborted with a Problem as the reason. */
  readonly ending: AbortController;
  /** Called with what has to happen at the end, also if the start fails half-way. The last action runs first. */
  readonly atEnd: (action: () => Promise<unknown>) => void;
}

/**
 * Brings the whole service up on this machine and shows each step.
 *
 * @throws Problem if a step fails; the reason of `ending` if that is aborted
 */
export async function startService({ port, ending, atEnd }: LocalServiceOptions): Promise<LocalService> {
  const { signal } = ending;

  const python = await step('Looking for Python', async (line) => {
    const path = await installMinistack({ signal, onProgress: (what) => line.update(`First start: ${what}`) });
    return [path, 'MiniStack, the local AWS, is installed'];
  });

  const folder = await makeMinistackFolder();
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  // both go on while MiniStack starts and the account is bootstrapped
  const synthesizing = new AbortController();
  const synthesis = synthesize(folder, { name: SERVICE }, synthesizing.signal);
  const loading = loadCdk();
  const synthesized = synthesis.catch(() => {}); // the deployment reports a failure
  atEnd(() => {
    synthesizing.abort();
    return synthesized; // it writes into the folder until then
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

  await step('Deploying the stacks', async () => {
    const assembly = await unlessAborted(signal, synthesis);
    const outputs = await unlessAborted(signal, cdk.deploy(ministack, assembly));
    return [undefined, `Deployed ${Object.keys(outputs).join(', ')}`];
  });

  return step('Subscribing the inbox', async () => {
    const { clientConfig } = ministack;
    const deployment = new Deployment({ connection: clientConfig, service: SERVICE });
    const { topicArn, stateMachineArns } = await deployment.read();
    const machines = await deployment.machines(stateMachineArns);
    const inbox = await unlessAborted(signal, openInbox({ clientConfig, topicArn }));
    atEnd(inbox.close);
    return [{ ministack, inbox, deployment, machines }, 'An inbox on this machine is subscribed to the topic'];
  });
}
