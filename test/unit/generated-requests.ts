import fc from 'fast-check';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { KEYS_OF_ENGINES } from './request-cases.ts';

/** A request and the start of its execution, in milliseconds since 1970. */
export interface GeneratedRequest {
  readonly input: unknown;
  readonly now: number;
}

const MINUTE = 60_000;
const PAST = REMINDER_LIMITS.secondsInThePast * 1_000;
const WAIT = REMINDER_LIMITS.secondsAhead * 1_000;
const AHEAD = REMINDER_LIMITS.timestampSecondsAhead * 1_000;

/** Generators of executions' start times and of due times. */
export interface Times {
  /** The start of the execution, in milliseconds since 1970. */
  readonly instant: fc.Arbitrary<number>;
  /** The time from the start to a timestamp's due time, in milliseconds. */
  readonly distance: fc.Arbitrary<number>;
  /** The field `seconds` of a request without a timestamp. */
  readonly seconds: fc.Arbitrary<number>;
  /** The years to use in dates that may be out of range. */
  readonly years: readonly number[];
}

/** Starts of executions at any time, and due times that are valid or close to a limit. */
const ANY_TIMES: Times = {
  instant: fc
    .date({ min: new Date('1897-01-01'), max: new Date('2105-01-01'), noInvalidDate: true })
    .map((date) => date.getTime()),
  distance: fc.oneof(
    fc.integer({ min: -PAST, max: WAIT }),
    fc.integer({ min: WAIT, max: AHEAD }),
    fc.constantFrom(-1_000, -1, 0, 1).map((off) => off - PAST),
    fc.constantFrom(-1, 0, 1, 1_000).map((off) => off + WAIT),
    fc.constantFrom(-1, 0, 1, 1_000).map((off) => off + AHEAD),
  ),
  seconds: fc.oneof(
    fc.integer({ min: 0, max: REMINDER_LIMITS.secondsAhead }),
    fc.constantFrom(
      -0,
      -1,
      0.5,
      REMINDER_LIMITS.secondsAhead,
      REMINDER_LIMITS.secondsAhead + 1,
      REMINDER_LIMITS.secondsAhead - 0.5,
      1e21,
    ),
    fc.double({ noDefaultInfinity: true, noNaN: true }), // JSON has neither infinity nor NaN
  ),
  years: [1900, 1999, 2000, 2027, 2028, 2099, 2100],
};

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** Formats an offset from UTC as in a timestamp, such as `+01:00`. The offset is in minutes. */
function zone(offset: number, zeroIsNegative: boolean): string {
  const size = Math.abs(offset);
  const sign = offset < 0 || (offset === 0 && zeroIsNegative) ? '-' : '+';
  return `${sign}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

const style = fc.record({
  t: fc.constantFrom('T', 't'),
  z: fc.constantFrom('Z', 'z', undefined),
  offset: fc.integer({ min: -1_439, max: 1_439 }),
  zeroIsNegative: fc.boolean(),
  furtherDigits: fc.constantFrom('', '', '9', '000000', '12345678901234567'),
});

/** Generates timestamps for the given instant, in the deck's format or in any style of RFC 3339. */
function written(milliseconds: number): fc.Arbitrary<string> {
  const deck = new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
  const rfc3339 = style.map(({ t, z, offset, zeroIsNegative, furtherDigits }) => {
    const local = new Date(z ? milliseconds : milliseconds + offset * MINUTE).toISOString(); // always 3 fractional digits
    const text = local
      .slice(0, 23)
      .replace('T', t)
      .replace(furtherDigits ? '' : '.000', '');
    return text + (text.length > 19 ? furtherDigits : '') + (z ?? zone(offset, zeroIsNegative));
  });
  return fc.oneof({ weight: 1, arbitrary: fc.constant(deck) }, { weight: 4, arbitrary: rfc3339 });
}

/** Generates copies of a string in which at most one character is replaced, inserted or removed. */
const withOneMistake = (text: string): fc.Arbitrary<string> =>
  fc
    .record({
      at: fc.nat(text.length),
      removed: fc.integer({ min: 0, max: 1 }),
      added: fc.constantFrom('', ...'0123456789-:.+TtZz \n\r\t\u00a0\u2028٢２x🔔'),
    })
    .map(({ at, removed, added }) => text.slice(0, at) + added + text.slice(at + removed));

const message = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).map((text) => `a${text}`),
  fc.string({ maxLength: 20, unit: 'binary' }),
  // strings that may contain whole surrogate pairs and halves, in any order
  fc.string({
    minLength: 1,
    maxLength: 5,
    unit: fc.constantFrom('a', '\n', '\u2028', '🔔', '\ud83d', '\ude00', '\uffff'),
  }),
);
const subject = fc.string({ minLength: 1, maxLength: 98, unit: 'grapheme-ascii' }).map((text) => `a${text}`);

/** Generates any JSON value. */
const anything = fc.jsonValue({ depthSize: 'small', stringUnit: 'binary' });

/** Generates objects whose fields have a special meaning in a JSONata engine or in JavaScript. */
export const generatedKeys = fc.dictionary(
  fc.constantFrom(...KEYS_OF_ENGINES, 'constructor', 'toString', 'length', 'then', 'toJSON', 'hasOwnProperty'),
  fc.oneof(fc.constant(true), fc.constant({ _jsonata_lambda: true }), anything),
  { noNullPrototype: true, minKeys: 1, maxKeys: 4 },
);

/** Returns a generator of requests of every kind: valid, nearly valid and random. */
export function generatedRequests({ instant, distance, seconds, years }: Times): fc.Arbitrary<GeneratedRequest> {
  /** Requests with a timestamp that is valid or just outside a limit. */
  const timestampRequest = fc
    .record({
      now: instant,
      distance,
      message,
      subject: fc.option(subject, { nil: undefined }),
      schedule: fc.option(fc.constantFrom<unknown>('20270127T090000Z-cd5fc434ef1e4063', '', 1, null), {
        nil: undefined,
      }),
    })
    .chain(({ now, distance, message, subject, schedule }) =>
      written(now + distance).map((timestamp) => ({
        now,
        input: {
          message,
          timestamp,
          ...(subject !== undefined && { subject }),
          ...(schedule !== undefined && { schedule }),
        },
      })),
    );

  const secondsRequest = fc.record({
    now: instant,
    input: fc.record({ message, seconds, subject }, { requiredKeys: ['message', 'seconds'] }),
  });

  /** Requests with a valid timestamp in which at most one character was replaced, inserted or removed. */
  const mistypedTimestamp = timestampRequest.chain(({ now, input }) =>
    withOneMistake(input.timestamp).map((timestamp) => ({ now, input: { ...input, timestamp } })),
  );

  /** Requests with a well-formed timestamp whose date, time or offset is often out of range, such as 30 February. */
  const dayThatMayNotExist = fc
    .record({
      year: fc.constantFrom(...years),
      month: fc.integer({ min: 0, max: 13 }),
      day: fc.oneof(fc.integer({ min: 27, max: 32 }), fc.integer({ min: 0, max: 99 })),
      hour: fc.oneof({ weight: 9, arbitrary: fc.nat(23) }, { weight: 1, arbitrary: fc.nat(99) }),
      minute: fc.oneof({ weight: 9, arbitrary: fc.nat(59) }, { weight: 1, arbitrary: fc.nat(99) }),
      second: fc.oneof({ weight: 9, arbitrary: fc.nat(59) }, { weight: 1, arbitrary: fc.nat(99) }),
      zone: fc.constantFrom('Z', '+00:00', '-00:00', '+14:00', '-12:00', '+23:59', '-23:59', '+24:00', '+00:60'),
    })
    .map(({ year, month, day, hour, minute, second, zone }) => ({
      now: Date.UTC(year, 0, 1),
      input: {
        message: 'a',
        timestamp: `${year}-${twoDigits(month)}-${twoDigits(day)}T${[hour, minute, second].map(twoDigits).join(':')}${zone}`,
      },
    }));

  /** Requests with a subject or message of about the maximum length, made of different kinds of characters. */
  const longTexts = fc
    .record({
      now: instant,
      of: fc.constantFrom('a', ' ', 'ü', '🔔', '\ud83d', '\n'),
      last: fc.constantFrom('', 'a', '\u0000', '\u3000'),
      messageLength: fc.integer({
        min: REMINDER_LIMITS.messageCharacters - 2,
        max: REMINDER_LIMITS.messageCharacters + 1,
      }),
      subjectLength: fc.integer({
        min: REMINDER_LIMITS.subjectCharacters - 2,
        max: REMINDER_LIMITS.subjectCharacters + 1,
      }),
      which: fc.constantFrom('message', 'subject'),
    })
    .map(({ now, of, last, messageLength, subjectLength, which }) => ({
      now,
      input:
        which === 'message'
          ? { message: of.repeat(messageLength) + last, seconds: 0 }
          : { message: 'a', subject: of.repeat(subjectLength) + last, seconds: 0 },
    }));

  const wild = fc.record({
    now: instant,
    input: fc.oneof(
      anything,
      fc.record({ message: anything, subject: anything, timestamp: anything, seconds: anything }, { requiredKeys: [] }),
      fc.record(
        { message, subject: anything, timestamp: anything, seconds: anything },
        { requiredKeys: ['message', 'subject'] },
      ),
      fc.record({ message, timestamp: anything, seconds: anything }, { requiredKeys: ['message'] }),
      fc
        .dictionary(fc.constantFrom('message', 'seconds', '__proto__', 'constructor', 'toString', 'length'), anything, {
          noNullPrototype: true,
        })
        // JSON.parse makes __proto__ a field instead of setting the prototype
        .map((object) => JSON.parse(JSON.stringify(object)) as unknown),
    ),
  });

  const instantText = fc
    .tuple(instant, distance)
    .map(([now, distance]) => `${new Date(now + distance).toISOString().slice(0, 19)}Z`);
  const count = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(0, 1_000, 1_001, 1.5, '2', null) },
  );
  const scheduleName = fc.oneof(
    { weight: 9, arbitrary: fc.stringMatching(/^[0-9A-Za-z_.-]{1,64}$/) },
    { weight: 1, arbitrary: fc.constantFrom('', 'a'.repeat(64), 'a'.repeat(65), 'a/b', 'ü', 'a\n') },
  );
  const unreal = fc.constantFrom('2027-02-30T09:00:00Z', '2027-13-01T00:00:00Z', '2027-01-01T24:00:00Z');
  const wrongInstant = fc.oneof(instantText.chain(withOneMistake), unreal, anything);
  /** Generates a valid value in most cases, and otherwise an invalid one. */
  const mostly = <T>(right: fc.Arbitrary<T>, other: fc.Arbitrary<unknown> = anything, weight = 19) =>
    fc.oneof({ weight, arbitrary: right }, { weight: 1, arbitrary: other });

  /** Requests for occurrences of a repeated reminder, close to the times that the reminder skips. */
  const occurrence = fc
    .record({
      now: instant,
      distance,
      message: fc.constant('stretch'),
      at: instantText,
      days: fc.integer({ min: -40, max: 40 }),
      name: scheduleName,
    })
    .chain(({ now, distance, message, at: text, days, name }) => {
      const moved = (milliseconds: number) => {
        const time = Math.min(Math.max(Date.parse(text) + milliseconds, -60e12), 250e12);
        return `${new Date(time).toISOString().slice(0, 19)}Z`;
      };
      const near = fc.integer({ min: -2, max: 2 }).map((seconds) => moved(seconds * 1_000));
      const since = fc.integer({ min: -13, max: 13 }).map((hours) => moved((days * 24 + hours) * 60 * MINUTE));
      const repeat = fc.record(
        {
          name: mostly(fc.constant(name)),
          at: mostly(fc.constant(text), wrongInstant, 9),
          rule: mostly(fc.constant('FREQ=DAILY')),
          interval: mostly(
            fc.record(
              { since: mostly(since, wrongInstant, 9), unitDays: count, every: count },
              { requiredKeys: ['since', 'every', 'unitDays'] },
            ),
            fc.oneof(anything, fc.record({ since, every: count }), fc.constantFrom('weekly', null, [])),
            5,
          ),
          skip: mostly(
            fc.array(fc.record({ from: near, to: near }), { maxLength: 3 }),
            fc.oneof(
              anything,
              fc.array(fc.oneof(anything, fc.record({ from: near, to: mostly(near, wrongInstant, 1) })), {
                maxLength: 3,
              }),
              fc.constantFrom(100, 101).map((length) => Array.from({ length }, () => ({ from: text, to: text }))),
            ),
            4,
          ),
        },
        { requiredKeys: ['name', 'at'] },
      );
      return mostly(repeat, fc.oneof(anything, fc.record({ at: fc.constant(text) })), 7).map((repeat) => ({
        now,
        input: { message, seconds: distance, repeat } as unknown,
      }));
    });

  /** Requests with fields that have a special meaning in a JSONata engine or in JavaScript. */
  const withKeysOfEngines = fc
    .tuple(fc.oneof(timestampRequest, secondsRequest), generatedKeys)
    .map(([{ now, input }, keys]) => ({ now, input: { ...input, ...keys } as unknown }));

  return fc.oneof(
    { weight: 6, arbitrary: timestampRequest },
    { weight: 1, arbitrary: withKeysOfEngines },
    { weight: 3, arbitrary: secondsRequest },
    { weight: 4, arbitrary: mistypedTimestamp },
    { weight: 4, arbitrary: dayThatMayNotExist },
    { weight: 1, arbitrary: longTexts },
    { weight: 8, arbitrary: occurrence },
    { weight: 4, arbitrary: wild },
  );
}

/** Generates requests of every kind, at any time. */
export const generatedRequest = generatedRequests(ANY_TIMES);
