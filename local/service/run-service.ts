import { NO_SDK_WARNING } from '../ministack/client-config.ts';
import { sentenceOf } from '../terminal/problem.ts';
import { endOnSignals, Interruption, takeDown, unlessAborted } from './ending.ts';
import { type LocalService, startService } from './start-service.ts';

/** The options for {@link runService}. */
export interface ServiceUse {
  /** The command that the user typed, such as `npm start`. */
  readonly command: string;
  /**
   * MiniStack's port.
   * @default - a free one
   */
  readonly port?: number;
  /**
   * Uses the running service. The signal is aborted after Ctrl-C, or if MiniStack has ended. The function's result is then
   * ignored.
   */
  readonly use: (service: LocalService, signal: AbortSignal) => Promise<void>;
}

/**
 * Runs `use` with the whole service on this computer, and always stops everything afterwards. If a step or `use` fails, prints
 * an error message.
 *
 * @returns `done` if `use` has ended, `interrupted` if a signal ended it, or `failed` if the start, `use` or the final stop
 *   failed
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
