import { NO_SDK_WARNING } from '../ministack/client-config.ts';
import { sentenceOf } from '../terminal/problem.ts';
import { endOnSignals, Interruption, takeDown, unlessAborted } from './ending.ts';
import { type LocalService, startService } from './start-service.ts';

/** What to do with the service while it is up. */
export interface ServiceUse {
  /** The command that the person typed, such as `npm start`. */
  readonly command: string;
  /**
   * The port of MiniStack.
   * @default - a free one
   */
  readonly port?: number;
  /** Uses the service. Nothing waits for it any longer once the signal is aborted: on Ctrl-C, or if MiniStack ends by itself. */
  readonly use: (service: LocalService, signal: AbortSignal) => Promise<void>;
}

/**
 * Brings the service up on this machine, uses it and takes everything down again, whatever happens. Reports in a sentence what
 * went wrong.
 *
 * @returns how it ended: `interrupted` if a person or the system asked for the end and everything is down
 */
export async function runService({ command, port, use }: ServiceUse): Promise<'done' | 'interrupted' | 'failed'> {
  Object.assign(process.env, NO_SDK_WARNING);
  const ending = endOnSignals();
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
