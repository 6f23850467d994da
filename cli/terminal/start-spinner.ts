import { createSpinner } from 'nanospinner';

/** A spinner with a message next to it, on one line of a terminal. */
export interface Spinner {
  update(text: string): unknown;
  stop(text?: string): unknown;
}

/** Shows a spinner with a message. */
export function startSpinner(text: string, stream: NodeJS.WriteStream): Spinner {
  return createSpinner(text, { stream, color: 'cyan' }).start();
}
