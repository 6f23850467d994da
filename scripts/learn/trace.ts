import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Execution } from './lab.ts';

/** The width of the column with the event types. No event type in the traces is longer than `ParallelStateEntered`. */
const EVENT_WIDTH = 'ParallelStateEntered'.length;

/** Removes the spaces that the local AWS puts into JSON. */
const compact = (json: string) => JSON.stringify(JSON.parse(json));

/** Reduces an XML error of the local AWS to its message. AWS returns only the message. */
export const withoutXml = (text: string) => text.replace(/<ErrorResponse.*?<Message>(.*?)<.*?<\/ErrorResponse>/g, '$1');

/** Returns the name of the event's state or the API action of its task, or an empty string if the event has neither. */
const subjectOf = ({ stateEnteredEventDetails, stateExitedEventDetails, taskScheduledEventDetails }: HistoryEvent) =>
  stateEnteredEventDetails?.name ??
  stateExitedEventDetails?.name ??
  taskScheduledEventDetails?.resource?.split(':::')[1] ??
  '';

/** Returns the event's data and a word for the data (input, output, result or error). Returns undefined if there is no data. */
function dataOf(event: HistoryEvent): readonly [word: string, data: string] | undefined {
  const input = event.stateEnteredEventDetails?.input ?? event.executionStartedEventDetails?.input;
  const output = event.stateExitedEventDetails?.output ?? event.executionSucceededEventDetails?.output;
  const result = event.taskSucceededEventDetails?.output;
  const failed = event.taskFailedEventDetails ?? event.executionFailedEventDetails;
  if (failed !== undefined) {
    return ['error', withoutXml(`${failed.error}: ${failed.cause}`)];
  }
  const [word, json] = [
    ['input', input],
    ['output', output],
    ['result', result],
  ].find(([, value]) => value !== undefined) ?? ['', undefined];
  return word && json ? [word, withoutXml(compact(json))] : undefined;
}

/**
 * Returns the execution's history as text. Each event has a line with the time in seconds, the event's type, and the state or
 * API action. A second line shows the event's data if the data is new.
 */
export function trace({ events }: Execution): string {
  const begin = events[0]?.timestamp?.getTime() ?? 0;
  let shown = '';
  return events
    .map((event) => {
      const seconds = (((event.timestamp?.getTime() ?? 0) - begin) / 1_000).toFixed(1).padStart(5);
      const line = `${seconds} s  ${(event.type ?? '').padEnd(EVENT_WIDTH)}  ${subjectOf(event)}`.trimEnd();
      const [word = '', data = shown] = dataOf(event) ?? [];
      const isNew = data !== shown;
      shown = data;
      return isNew ? `${line}\n         ${word.padEnd(6)} ${data}` : line;
    })
    .join('\n');
}
