import * as util from 'node:util';

/** The line of a step that goes on. */
export interface Line {
  /** Says what it is about from now on. */
  update(doing: string): void;
}

/** Colours a text where the output is a terminal, NO_COLOR is not set, and Node can: 20.11 has no `styleText` yet. */
export function styled(style: 'green' | 'red' | 'dim' | 'bold', text: string): string {
  return (process.stdout.isTTY && !process.env['NO_COLOR'] && util.styleText?.(style, text)) || text;
}

/** What is being done and the seconds that have passed, cut to one row: of a second row only the last could be rewritten. */
function row(doing: string, passed: string): string {
  const room = (process.stdout.columns || Number.POSITIVE_INFINITY) - 1 - `…  ${passed}`.length;
  const shown = doing.length <= room ? doing : `${doing.slice(0, Math.max(0, room - 1))}…`;
  return `${styled('dim', '…')} ${shown} ${styled('dim', passed)}`;
}

/**
 * Does a step of a longer task and shows it in one line: on a terminal from the beginning with the seconds that pass,
 * elsewhere when it is done.
 *
 * @param doing what is being done, such as `Deploying the stacks`
 * @param action gives its result and a sentence that says what was achieved
 */
export async function step<Result>(
  doing: string,
  action: (line: Line) => Promise<readonly [Result, string]>,
): Promise<Result> {
  const begin = Date.now();
  const seconds = (digits: number) => `${((Date.now() - begin) / 1_000).toFixed(digits)} s`;
  const isTerminal = process.stdout.isTTY === true;
  const rewrite = (text: string) => process.stdout.write(`${isTerminal ? '\r\x1b[2K' : ''}${text}`);
  let current = doing;
  const show = () => isTerminal && rewrite(row(current, seconds(0)));
  show();
  const timer = setInterval(show, 1_000);
  try {
    const [result, achieved] = await action({
      update: (next) => {
        current = next;
        isTerminal ? show() : console.log(`… ${next}`);
      },
    });
    rewrite(`${styled('green', '✔')} ${achieved} ${styled('dim', seconds(1))}\n`);
    return result;
  } catch (error) {
    rewrite('');
    throw error;
  } finally {
    clearInterval(timer);
  }
}
