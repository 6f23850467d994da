import { Interruption, interruptible } from './interruptible.ts';
import { NO_SDK_WARNING } from './no-sdk-warning.ts';
import { sentenceOf } from './problem.ts';
import { type LocalService, startService } from './service.ts';
import { takeDown } from './take-down.ts';
import { unlessAborted } from './unless-aborted.ts';

/** What is done with the service while it is up. */
export interface ServiceUse {
  /** The command that the person has typed, such as `npm start`. */
  readonly command: string;
  /**
   * The port of MiniStack.
   * @default - a free one
   */
  readonly port?: number;
  /** Is no longer waited for once the signal is aborted: somebody asks for the end, or MiniStack has ended by itself. */
  readonly use: (service: LocalService, signal: AbortSignal) => Promise<void>;
}

/**
 * Brings the service up on this machine, uses it and takes everything down again, whatever happens. What went wrong is reported in
 * a sentence.
 *
 * @returns how it has ended: `interrupted` where somebody has asked for the end and all is down
 */
export async function runService({ command, port, use }: ServiceUse): Promise<'done' | 'interrupted' | 'failed'> {
  Object.assign(process.env, NO_SDK_WARNING);
  const ending = interruptible();
  const endings: (() => Promise<unknown>)[] = [];
  let outcome: 'done' | 'interrupted' | 'failed' = 'done';
  try {
    const service = await startService({
      ...(port !== undefined && { port }),
      ending,
      atEnd: (action) => endings.unshift(action),
    });
    await unlessAborted(ending.signal, use(service, ending.signal));
  } catch (error) {
    if (error instanceof Interruption) {
      outcome = 'interrupted';
      console.log('Taking everything down.');
    } else {
      outcome = 'failed';
      console.error(sentenceOf(`${command} failed`, error));
    }
  }
  const isDown = await takeDown(endings, console.error);
  return isDown ? outcome : 'failed';
}
