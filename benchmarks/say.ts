/** Tells the person at the terminal what goes on, beside the results on stdout. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
