import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Execution } from './lab.ts';

/** Longest name of an event that our machines have, such as `ParallelStateEntered`. */
const EVENT_WIDTH = 'ParallelStateEntered'.length;

/** JSON without the spaces that the local AWS puts in. */
const compact = (json: string) => JSON.stringify(JSON.parse(json));

/** Replaces the XML of the local AWS by the words in it, which AWS sends without XML. */
export const withoutXml = (text: string) => text.replace(/<ErrorResponse.*?<Message>(.*?)<.*?<\/ErrorResponse>/g, '$1');

/** What an event is about: a state, or what a task called. */
const subjectOf = ({ stateEnteredEventDetails, stateExitedEventDetails, taskScheduledEventDetails }: HistoryEvent) =>
  stateEnteredEventDetails?.name ??
  stateExitedEventDetails?.name ??
  taskScheduledEventDetails?.resource?.split(':::')[1] ??
  '';

/** The data of an event, with the word for it. */
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
 * Shows an execution event by event: after how many seconds, the event, its state, and on a line of its own the data. Data that
 * is the same as that of the event before is left out.
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
