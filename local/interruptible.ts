/** Somebody has asked for the end. */
export class Interruption extends Error {}

/**
 * A controller that Ctrl-C aborts, and whatever else asks a process to end. Asking again changes nothing: npm passes on a
 * Ctrl-C that the terminal has sent to this process too.
 */
export function interruptible(): AbortController {
  const ending = new AbortController();
  const interrupt = () => ending.abort(new Interruption());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, interrupt);
  }
  process.stdout.on('error', interrupt); // the reader has gone, as in `npm start | head`
  process.stderr.on('error', () => {});
  return ending;
}
