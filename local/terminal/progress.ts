import * as util from 'node:util';

/** The line in the output that shows a running step. */
export interface Line {
  /** Replaces the text of the line. */
  update(doing: string): void;
}

/**
 * Styles the text if the output is a terminal, NO_COLOR is not set, and Node has `styleText` (since 20.12). Otherwise, returns
 * the text unchanged.
 */
export function styled(style: 'green' | 'red' | 'dim' | 'bold', text: string): string {
  return (process.stdout.isTTY && !process.env['NO_COLOR'] && util.styleText?.(style, text)) || text;
}

/**
 * Returns the current action and the elapsed time. Shortens the action to one row, because a terminal can rewrite only the last
 * row of its output.
 */
function row(doing: string, passed: string): string {
  const room = (process.stdout.columns || Number.POSITIVE_INFINITY) - 1 - `…  ${passed}`.length;
  const shown = doing.length <= room ? doing : `${doing.slice(0, Math.max(0, room - 1))}…`;
  return `${styled('dim', '…')} ${shown} ${styled('dim', passed)}`;
}

/**
 * Runs a step of a longer task and shows it in one line. A terminal shows the line from the start, with the elapsed time. Any
 * other output gets a line for each update, and the final line when the step is done.
 *
 * @param doing the current action, such as `Deploying the stacks`
 * @param action the work; it returns the result and the text that describes what was done
 * @returns the result of the action
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
