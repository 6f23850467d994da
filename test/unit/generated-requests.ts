import fc from 'fast-check';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { KEYS_OF_ENGINES } from './request-cases.ts';

/** A request and the moment at which its execution starts, in milliseconds since 1970. */
export interface GeneratedRequest {
  readonly input: unknown;
  readonly now: number;
}

const MINUTE = 60_000;
const PAST = REMINDER_LIMITS.secondsInThePast * 1_000;
const AHEAD = REMINDER_LIMITS.secondsAhead * 1_000;

/** When the executions start and when their reminders are due. */
export interface Times {
  /** When the execution starts, in milliseconds since 1970. */
  readonly instant: fc.Arbitrary<number>;
  /** How far from then a request with a timestamp is due, in milliseconds. */
  readonly distance: fc.Arbitrary<number>;
  /** The seconds of a request that has them instead. */
  readonly seconds: fc.Arbitrary<number>;
  /** The years for dates that may not exist. */
  readonly years: readonly number[];
}

/** Any time, with a valid due time or one close to a limit. */
const ANY_TIMES: Times = {
  instant: fc
    .date({ min: new Date('1897-01-01'), max: new Date('2105-01-01'), noInvalidDate: true })
    .map((date) => date.getTime()),
  distance: fc.oneof(
    fc.integer({ min: -PAST, max: AHEAD }),
    fc.constantFrom(-1_000, -1, 0, 1).map((off) => off - PAST),
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
    fc.double({ noDefaultInfinity: true, noNaN: true }), // JSON has neither
  ),
  years: [1900, 1999, 2000, 2027, 2028, 2099, 2100],
};

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** Writes an offset from UTC in minutes as in a timestamp. */
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

/** Writes an instant as the deck does, or as RFC 3339 in any of its styles. */
function written(milliseconds: number): fc.Arbitrary<string> {
  const deck = new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
  const rfc3339 = style.map(({ t, z, offset, zeroIsNegative, furtherDigits }) => {
    const local = new Date(z ? milliseconds : milliseconds + offset * MINUTE).toISOString(); // always 3 digits
    const text = local
      .slice(0, 23)
      .replace('T', t)
      .replace(furtherDigits ? '' : '.000', '');
    return text + (text.length > 19 ? furtherDigits : '') + (z ?? zone(offset, zeroIsNegative));
  });
  return fc.oneof({ weight: 1, arbitrary: fc.constant(deck) }, { weight: 4, arbitrary: rfc3339 });
}

/** A text with one character replaced, inserted or removed. */
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
  // halves of surrogate pairs and whole pairs, in any order
  fc.string({
    minLength: 1,
    maxLength: 5,
    unit: fc.constantFrom('a', '\n', '\u2028', '🔔', '\ud83d', '\ude00', '\uffff'),
  }),
);
const subject = fc.string({ minLength: 1, maxLength: 98, unit: 'grapheme-ascii' }).map((text) => `a${text}`);

/** Any value of JSON. */
const anything = fc.jsonValue({ depthSize: 'small', stringUnit: 'binary' });

/** Fields that are special to a JSONata engine or to JavaScript. */
export const generatedKeys = fc.dictionary(
  fc.constantFrom(...KEYS_OF_ENGINES, 'constructor', 'toString', 'length', 'then', 'toJSON', 'hasOwnProperty'),
  fc.oneof(fc.constant(true), fc.constant({ _jsonata_lambda: true }), anything),
  { noNullPrototype: true, minKeys: 1, maxKeys: 4 },
);

/** Requests of every kind: valid, nearly valid and wild. */
export function generatedRequests({ instant, distance, seconds, years }: Times): fc.Arbitrary<GeneratedRequest> {
  /** A request that is valid, or just outside a limit. */
  const timestampRequest = fc
    .record({ now: instant, distance, message, subject: fc.option(subject, { nil: undefined }) })
    .chain(({ now, distance, message, subject }) =>
      written(now + distance).map((timestamp) => ({
        now,
        input: { message, timestamp, ...(subject !== undefined && { subject }) },
      })),
    );

  const secondsRequest = fc.record({
    now: instant,
    input: fc.record({ message, seconds, subject }, { requiredKeys: ['message', 'seconds'] }),
  });

  /** A valid timestamp with one character wrong. */
  const mistypedTimestamp = timestampRequest.chain(({ now, input }) =>
    withOneMistake(input.timestamp).map((timestamp) => ({ now, input: { ...input, timestamp } })),
  );

  /** Timestamps with a valid shape whose date, time or offset often does not exist. */
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

  /** Subjects and messages around their longest, in characters of any kind. */
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
        // JSON.parse makes a field called __proto__ and not a prototype
        .map((object) => JSON.parse(JSON.stringify(object)) as unknown),
    ),
  });

  /** Requests with fields that are special to a JSONata engine or to JavaScript. */
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
    { weight: 4, arbitrary: wild },
  );
}

/** Requests of every kind, at any time. */
export const generatedRequest = generatedRequests(ANY_TIMES);
