import { checkRepeat, type Repeat } from '../reminder/repeat.ts';
import type { Repetition } from './repetition.ts';

/**
 * The placeholder that EventBridge Scheduler replaces with the time of each occurrence (User Guide, "Adding context
 * attributes").
 */
const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/** The field `repeat` in the input of a repeated reminder's schedule. */
interface RepeatField extends Repeat {
  readonly rule: string;
  readonly zone: string;
}

/** Builds the field `repeat` for the schedule with the given name. */
function repeatField(name: string, { rule, zone, interval, skip }: Repetition): RepeatField {
  return {
    name,
    at: SCHEDULED_TIME,
    rule,
    zone,
    ...(interval && { interval }),
    ...(skip.length > 0 && { skip }),
  };
}

/** The message and the subject of a repeated reminder. */
export interface RepeatedTexts {
  readonly message: string;
  readonly subject: string;
}

/**
 * Builds the input of a repeated reminder's schedule, as a JSON string. The state machine takes the due time from `repeat`.
 * `seconds` is for programs that ignore `repeat`.
 */
export function repeatedInput(name: string, { message, subject }: RepeatedTexts, repetition: Repetition): string {
  // escape each <, because EventBridge Scheduler would replace a placeholder in the message; the JSON value stays the same
  const texts = JSON.stringify({ message, subject, seconds: 0 }).replaceAll('<', '\\u003c');
  return `${texts.slice(0, -1)},"repeat":${JSON.stringify(repeatField(name, repetition))}}`;
}

/**
 * Builds a repetition from a schedule's times and the field `repeat` of its input. Returns `undefined` if the field is missing
 * or invalid.
 */
export function readRepeatField(
  repeat: unknown,
  times: Pick<Repetition, 'cron' | 'zone' | 'start' | 'end'>,
): Repetition | undefined {
  const field = { ...(repeat as Partial<RepeatField> | null | undefined), at: '2000-01-01T00:00:00Z' };
  if ('problem' in checkRepeat(field) || typeof field.rule !== 'string') {
    return undefined;
  }
  const { rule, interval, skip = [] } = field;
  return { rule, ...times, ...(interval && { interval }), skip };
}
