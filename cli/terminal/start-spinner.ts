import { createSpinner } from 'nanospinner';

/** A spinner with a text next to it, in one line of a terminal. */
export interface Spinner {
  update(text: string): unknown;
  stop(text?: string): unknown;
}

/** Shows a spinner with a text. */
export function startSpinner(text: string, stream: NodeJS.WriteStream): Spinner {
  return createSpinner(text, { stream, color: 'cyan' }).start();
}
