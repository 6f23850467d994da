import { onClocks } from '../due-time/calendar.ts';
import { show } from '../text/show-value.ts';
import { type Component, type Property, ruleText } from './calendar-component.ts';
import { type CalendarZones, ianaZone, readCalendarTime } from './calendar-time.ts';

/** The fields of a row whose component repeats. */
interface RepeatFields {
  readonly repeat: string;
  readonly zone: string;
  readonly skip?: string;
}

type Refused = { readonly problem: string };

const dateIn = (at: number, zone: string) => onClocks(at, zone).toPlainDate().toString();

/** Returns the days, in the given zone, that the EXDATE properties exclude. Omits invalid times. */
function excludedDays(properties: readonly Property[], zone: string, zones: CalendarZones): string[] {
  return properties
    .filter(([name]) => name === 'exdate')
    .flatMap(([name, parameters, type, ...values]) =>
      values.flatMap((value) => {
        const at = type === 'date' ? undefined : readCalendarTime([name, parameters, type, value], zone, zones);
        return typeof at === 'number' ? [dateIn(at, zone)] : type === 'date' ? [value] : [];
      }),
    );
}

/**
 * Reads the repetition of a component. Returns `undefined` if the component does not repeat.
 *
 * `start` is the property that contains the component's start. `times` are its due times in milliseconds since the epoch.
 *
 * @param usual the zone for a component without a zone
 */
export function readCalendarRepeat(
  [, properties]: Component,
  { start, times }: { readonly start: Property | undefined; readonly times: readonly number[] },
  usual: string,
  zones: CalendarZones,
): RepeatFields | Refused | undefined {
  const rules = properties.filter(([name]) => name === 'rrule');
  const [rule] = rules;
  if (rule === undefined || start === undefined) {
    return undefined;
  }
  if (rules.length > 1) {
    return { problem: 'It has several RRULE. Write an event for each of them.' };
  }
  const [, { tzid }, , value] = start;
  const zone = value.endsWith('Z') ? 'UTC' : tzid === undefined ? usual : ianaZone(tzid, zones);
  if (zone === undefined) {
    return { problem: `It repeats in the zone ${show(tzid)}. Write one such as Europe/London.` };
  }
  const begin = readCalendarTime(start, zone, zones);
  const repeat = ruleText(rule);
  const moved = times.filter((at) => at !== begin);
  const isOnOtherDay = moved.some((at) => typeof begin === 'number' && dateIn(at, zone) !== dateIn(begin, zone));
  if (isOnOtherDay || (moved.length > 0 && /BYHOUR|BYMINUTE|HOURLY|MINUTELY/.test(repeat))) {
    return {
      problem: 'It repeats, and its alarm is at another time than import can repeat. Write an alarm on the same day.',
    };
  }
  const skip = [...new Set(excludedDays(properties, zone, zones))].join(' ');
  return { repeat, zone, ...(skip === '' ? {} : { skip }) };
}
