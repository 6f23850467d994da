import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { LAST_YEAR } from '../../../core/repetition/cron.ts';
import { nextOccurrences, occurrencesOf } from '../../../core/repetition/occurrences.ts';
import { readRrule } from '../../../core/repetition/read-repetition.ts';
import type { Repetition } from '../../../core/repetition/repetition.ts';
import { DAY, GENERATED, type Generated } from './generated-rules.ts';

/** The number of rules whose occurrences are compared with those of an independent library. `RULES=100000` compares more. */
const RULES = Number(process.env['RULES'] ?? 1_500);

const read = ({ text, zone, first }: Generated) => readRrule(text, { now: first, zone, first });

const shown = (moments: Iterable<number>) => [...moments].map((each) => new Date(each).toISOString()).join('\n');

/**
 * Converts a rule to the library's form, in the repetition's zone. This zone is UTC for rules that count hours or minutes. For
 * an hourly rule, uses the repetition's rule, from its first occurrence on. The library counts elapsed hours, and RFC 5545
 * takes the minute from DTSTART.
 */
function library({ text: given, first: start }: Generated, repetition: Repetition, end: string) {
  const isHourly = given.startsWith('FREQ=HOURLY');
  const { zone } = repetition;
  // for BYSETPOS, the library does not count days on which the clocks skip the time
  const text = isHourly ? repetition.rule : given.replace('BYMONTHDAY=28,29,30,31;BYSETPOS=-1', 'BYMONTHDAY=-1');
  const [first = start] = isHourly ? nextOccurrences(repetition, start, 1) : [];
  const wall = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(zone).toPlainDateTime();
  const stamp = wall.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
  return new RRuleTemporal({
    rruleString: `DTSTART;TZID=${zone}:${stamp}\nRRULE:${text}${end}`,
    maxIterations: 100_000,
  });
}

/**
 * Removes the occurrences that EventBridge Scheduler leaves out: times that the library has moved because the clocks skip them,
 * and the second of two occurrences with the same local time.
 */
function asScheduler(moments: readonly { readonly epochMilliseconds: number }[], { cron, zone }: Repetition): number[] {
  const [, minutes = '', hours = ''] = /^cron\((\S+) (\S+) /.exec(cron) ?? [];
  const has = (field: string, number: number) => field === '*' || field.split(',').includes(String(number));
  const seen = new Set<string>();
  return moments.flatMap(({ epochMilliseconds }) => {
    const local = Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toZonedDateTimeISO(zone);
    const wall = local.toPlainDateTime().toString();
    if (seen.has(wall) || !has(minutes, local.minute) || !has(hours, local.hour)) {
      return [];
    }
    seen.add(wall);
    return [epochMilliseconds];
  });
}

/** Returns the occurrences from `from` to `to`, both included. */
function between(repetition: Repetition, from: number, to: number): number[] {
  const found: number[] = [];
  for (const at of occurrencesOf(repetition, from)) {
    if (at > to) {
      break;
    }
    found.push(at);
  }
  return found;
}

test('each accepted rule has the occurrences that rrule-temporal finds, also where the clocks change', () => {
  const accepted = new Map<string, number>();
  fc.assert(
    fc.property(GENERATED, (generated) => {
      const repetition = read(generated);
      if ('problem' in repetition) {
        return;
      }
      const [, frequency = ''] = generated.text.split(/[=;]/);
      accepted.set(frequency, (accepted.get(frequency) ?? 0) + 1);
      const { first, change } = generated;
      // leave out years that our own search does not reach: the fifth Monday in February of every third year, for example,
      // needs centuries for five occurrences
      const early = library(generated, repetition, ';COUNT=5')
        .all()
        .filter(({ year }) => year <= LAST_YEAR);
      const last = early.at(-1)?.epochMilliseconds ?? first;
      expect(shown(between(repetition, first, last))).toBe(shown(asScheduler(early, repetition)));
      if (change !== undefined && repetition.zone === generated.zone) {
        const [from, to] = [change - DAY, change + DAY];
        const near = library(generated, repetition, '').between(new Date(from), new Date(to), true);
        expect(shown(between(repetition, Math.max(from, first), to))).toBe(shown(asScheduler(near, repetition)));
      }
    }),
    { numRuns: RULES },
  );
  expect([...accepted].filter(([, count]) => count < RULES / 50)).toEqual([]);
}, 600_000);
