import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { ErrorWords } from './visit.ts';

/** Returns the details of an event. The field that contains the details has a different name for each type of event. */
function details(event: HistoryEvent): Partial<ErrorWords> {
  const [, found] = Object.entries(event).find(([field, value]) => field.endsWith('Details') && value) ?? [];
  return (found ?? {}) as Partial<ErrorWords>;
}

/** Returns the error and cause of an event that reports a failure. */
export function failureOf(event: HistoryEvent): ErrorWords {
  const { error = '', cause = '' } = details(event);
  return { error: error || (event.type?.endsWith('TimedOut') ? 'States.Timeout' : ''), cause };
}
