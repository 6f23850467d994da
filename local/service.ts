import { physicalNames, type Via } from '../core/naming/physical-names.ts';
import { cdkFor } from './cdk.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { installMinistack, type Ministack, startMinistack } from './ministack.ts';
import { step } from './progress.ts';
import { readParameter } from './read-parameter.ts';
import { unlessAborted } from './unless-aborted.ts';

/** The service's name on this machine: the default of the setting `name`. */
export const SERVICE = 'remindme';

/** The service, deployed and with somebody who listens. */
export interface LocalService {
  readonly ministack: Ministack;
  readonly inbox: Inbox;
  /** ARNs of the two reminder state machines. */
  readonly stateMachineArns: Readonly<Record<Via, string>>;
}

/** How the service is to be brought up. */
export interface LocalServiceOptions {
  /**
   * The port of MiniStack.
   * @default - a free one
   */
  readonly port?: number;
  /** Ends the start where it is aborted; is aborted, with a Problem as the reason, where MiniStack ends by itself later. */
  readonly ending: AbortController;
  /** Gets what has to be done at the end, also where the start fails half-way; the last comes first. */
  readonly atEnd: (action: () => Promise<unknown>) => void;
}

/**
 * Brings the whole service up on this machine and shows each step.
 *
 * @throws Problem where a step fails; the reason of `ending` where that is aborted
 */
export async function startService({ port, ending, atEnd }: LocalServiceOptions): Promise<LocalService> {
  const { signal } = ending;

  const python = await step('Looking for Python', async (line) => {
    const path = await installMinistack({ signal, onProgress: (what) => line.update(`First start: ${what}`) });
    return [path, 'MiniStack, the local AWS, is installed'];
  });

  const [ministack, cdk] = await step('Starting MiniStack', async () => {
    const toolkit = import('@aws-cdk/toolkit-lib'); // loads while MiniStack starts
    const started = await startMinistack({ python, signal, ...(port !== undefined && { port }) });
    atEnd(started.stop);
    process.on('exit', started.kill);
    started.died.then((problem) => ending.abort(problem));
    await toolkit;
    return [[started, await cdkFor(started)], `MiniStack answers at ${started.clientConfig.endpoint}`];
  });

  signal.throwIfAborted(); // what follows cannot be ended half-way, and would have to be waited for
  const synthesis = cdk.synthesize({ name: SERVICE }); // goes on while the account is bootstrapped
  const synthesized = synthesis.catch(() => {}); // a failure is reported where the stacks are deployed
  atEnd(() => synthesized); // it writes into MiniStack's folder until then

  await step('Bootstrapping the local account', async () => {
    await unlessAborted(signal, cdk.bootstrap());
    return [undefined, 'The local account is bootstrapped'];
  });

  await step('Deploying the stacks', async () => {
    const assembly = await unlessAborted(signal, synthesis);
    const outputs = await unlessAborted(signal, cdk.deploy(assembly));
    return [undefined, `Deployed ${Object.keys(outputs).join(', ')}`];
  });

  return step('Subscribing the inbox', async () => {
    const { clientConfig } = ministack;
    const { parameters } = physicalNames(SERVICE);
    const [topicArn, sns, lambda] = await Promise.all([
      readParameter(clientConfig, parameters.topicArn),
      readParameter(clientConfig, parameters.stateMachineArn('sns')),
      readParameter(clientConfig, parameters.stateMachineArn('lambda')),
    ]);
    const inbox = await unlessAborted(signal, openInbox({ clientConfig, topicArn }));
    atEnd(inbox.close);
    return [
      { ministack, inbox, stateMachineArns: { sns, lambda } },
      'An inbox on this machine is subscribed to the topic',
    ];
  });
}
