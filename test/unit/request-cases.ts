import { REMINDER_ACCEPTED } from '../../core/reminder/reminder-accepted-values.ts';

/** A request and its verdict, determined by hand from the documentation. */
export interface RequestCase {
  /** A description of the request, for the test's title. */
  readonly about: string;
  /** The request as a JSON string, so that `-0`, `1e308` and a field called `__proto__` stay unchanged. */
  readonly json: string;
  /** The start of the execution, in RFC 3339. */
  readonly now: string;
  /** The complete verdict. */
  readonly expected:
    | {
        readonly message?: string;
        readonly subject?: string;
        readonly dueAt: string;
        readonly occurrence?: string;
        readonly skipped?: string;
      }
    | Refusal;
}

interface Refusal {
  readonly problem: string;
}

/** The default start of the executions. */
const NOW = '2027-01-20T10:00:00Z';

const refused = (field: string, accepted: keyof typeof REMINDER_ACCEPTED, shown: string): Refusal => ({
  problem: `${field} must be ${REMINDER_ACCEPTED[accepted]}, but is ${shown}.`,
});

const given = (about: string, json: string, expected: RequestCase['expected'], now = NOW): RequestCase => ({
  about,
  json,
  now,
  expected,
});

/**
 * Returns a case with a timestamp. `expected` is the due time, or the rule of `REMINDER_ACCEPTED` that refuses the timestamp.
 */
function timestamp(text: string, expected: string, now = NOW): RequestCase {
  const json = JSON.stringify({ message: 'stretch', timestamp: text });
  const about = `timestamp ${JSON.stringify(text)} at ${now}`;
  if (expected === 'timestamp' || expected === 'calendar') {
    return given(about, json, refused('timestamp', expected, `"${text}"`), now);
  }
  if (expected === 'past' || expected === 'ahead') {
    return given(about, json, refused('timestamp', expected, `"${text}" (it is ${now})`), now);
  }
  return given(about, json, { dueAt: expected }, now);
}

/** Returns a case with a refused timestamp. The refusal shows the timestamp as `shown`. */
function misshapen(text: string, shown: string): RequestCase {
  const json = JSON.stringify({ message: 'stretch', timestamp: text });
  return given(`timestamp ${JSON.stringify(text.slice(0, 60))}`, json, refused('timestamp', 'timestamp', shown));
}

/** Returns a case with the field `seconds`, whose value is the given JSON. */
function seconds(text: string, expected: { readonly dueAt: string } | { readonly shown: string }): RequestCase {
  return given(
    `seconds ${text}`,
    `{ "message": "stretch", "seconds": ${text} }`,
    'shown' in expected ? refused('seconds', 'seconds', expected.shown) : expected,
  );
}

function message(about: string, text: unknown, shown?: string): RequestCase {
  const json = JSON.stringify({ message: text, seconds: 0 });
  return given(
    `message: ${about}`,
    json,
    shown === undefined ? { message: text as string, dueAt: NOW } : refused('message', 'message', shown),
  );
}

function subject(about: string, text: unknown, shown?: string): RequestCase {
  const json = JSON.stringify({ message: 'stretch', subject: text, seconds: 0 });
  return given(
    `subject: ${about}`,
    json,
    shown === undefined ? { subject: text as string, dueAt: NOW } : refused('subject', 'subject', shown),
  );
}

const EXACTLY_ONE = 'The input must have exactly one of timestamp and seconds, but has ';

const SHAPES = [
  timestamp('2027-01-27 09:00:00', '2027-01-27T09:00:00Z'),
  timestamp('2027-01-27T09:00:00Z', '2027-01-27T09:00:00Z'),
  timestamp('2027-01-27t09:00:00z', '2027-01-27T09:00:00Z'), // RFC 3339, section 5.6: `t` and `z` may be lower case
  timestamp('2027-01-27T09:00:00z', '2027-01-27T09:00:00Z'),
  timestamp('2027-01-27t09:00:00+01:00', '2027-01-27T08:00:00Z'),
  timestamp('2027-01-27T09:00:00', 'timestamp'), // with T, but without a zone
  timestamp('2027-01-27 09:00:00Z', 'timestamp'),
  timestamp('🔔', 'timestamp'),
  timestamp('2027-01-27 09:00:00z', 'timestamp'),
  timestamp('2027-01-27 09:00:00+01:00', 'timestamp'),
  timestamp('2027-01-27 09:00:00.5', 'timestamp'),
  timestamp('2027-01-27 09:00', 'timestamp'),
  timestamp('2027-01-27', 'timestamp'),
  timestamp('2027-01-27  09:00:00', 'timestamp'),
  timestamp('2027-1-27 09:00:00', 'timestamp'),
  timestamp('2027-01-27 9:00:00', 'timestamp'),
  timestamp('2027/01/27 09:00:00', 'timestamp'),
  timestamp('20270127T090000Z', 'timestamp'),
  timestamp('12027-01-27T09:00:00Z', 'timestamp'),
  timestamp('+002027-01-27T09:00:00Z', 'timestamp'),
  timestamp('-2027-01-27T09:00:00Z', 'timestamp'),
  timestamp('2027-01-27T09:00:00ZZ', 'timestamp'),
  timestamp('2027-01-27T09:00:00Z+01:00', 'timestamp'),
  timestamp('2027-01-27T09:00:00+0100', 'timestamp'),
  timestamp('2027-01-27T09:00:00+01', 'timestamp'),
  timestamp('2027-01-27T09:00:00+1:00', 'timestamp'),
  timestamp('2027-01-27T09:00:00\u221201:00', 'timestamp'), // a typographic minus sign
  timestamp('2027-01-27T09:00:00 +01:00', 'timestamp'),
  timestamp('2027-01-27T09:00Z', 'timestamp'),
  timestamp('2027-W04-3T09:00:00Z', 'timestamp'),
  timestamp('2027-027T09:00:00Z', 'timestamp'),
  timestamp('tomorrow', 'timestamp'),
  timestamp('1800000000', 'timestamp'),
  timestamp('', 'timestamp'),
  timestamp(' ', 'timestamp'),
  timestamp(' 2027-01-27T09:00:00Z', 'timestamp'),
  timestamp('2027-01-27T09:00:00Z ', 'timestamp'),
  timestamp(' 2027-01-27 09:00:00', 'timestamp'),
  timestamp('2027-01-27 09:00:00 ', 'timestamp'),
  timestamp('\ufeff2027-01-27T09:00:00Z', 'timestamp'),
  timestamp('2027-01-27\u00a009:00:00', 'timestamp'),
  misshapen('2027-01-27T09:00:00Z\n', '"2027-01-27T09:00:00Z?"'),
  misshapen('2027-01-27 09:00:00\n', '"2027-01-27 09:00:00?"'),
  misshapen('2027-01-27T09:00:00Z\r\n', '"2027-01-27T09:00:00Z??"'),
  misshapen('\n2027-01-27T09:00:00Z', '"?2027-01-27T09:00:00Z"'),
  misshapen('2027-01-27\t09:00:00', '"2027-01-27?09:00:00"'),
  misshapen('2027-01-27\n09:00:00', '"2027-01-27?09:00:00"'),
  misshapen('2027-01-27T09:00:00Z\u2028', '"2027-01-27T09:00:00Z?"'),
  misshapen('2027-01-27T09:00:00+01:00\r', '"2027-01-27T09:00:00+01:00?"'),
  misshapen('2027-01-27T09:00:00Z\u0085', '"2027-01-27T09:00:00Z?"'),
  misshapen('2027-01-27T09:00:00Z\u0000', '"2027-01-27T09:00:00Z?"'),
  timestamp('٢٠٢٧-٠١-٢٧T٠٩:٠٠:٠٠Z', 'timestamp'), // Arabic-Indic digits
  timestamp('2027-01-2٧T09:00:00Z', 'timestamp'),
  timestamp('２０２７-０１-２７T０９:００:００Z', 'timestamp'), // full-width digits
  timestamp('2027-01-27T09:00:0０Z', 'timestamp'),
  timestamp('२०२७-०१-२७ ०९:००:००', 'timestamp'), // Devanagari digits
  misshapen('2'.repeat(200_000), `"${'2'.repeat(40)}…"`),
  misshapen(`2027-01-27T09:00:00.${'0'.repeat(200_000)}`, `"2027-01-27T09:00:00.${'0'.repeat(20)}…"`),
];

/** The last day of each month in 2027, and the day after it. */
const MONTH_ENDS = [
  timestamp('2027-01-31T00:00:00Z', '2027-01-31T00:00:00Z'),
  timestamp('2027-01-32T00:00:00Z', 'calendar'),
  timestamp('2027-02-28T00:00:00Z', '2027-02-28T00:00:00Z'),
  timestamp('2027-02-29T00:00:00Z', 'calendar'),
  timestamp('2027-02-30T00:00:00Z', 'calendar'),
  timestamp('2027-02-31T00:00:00Z', 'calendar'),
  timestamp('2027-03-01T00:00:00Z', '2027-03-01T00:00:00Z'),
  timestamp('2027-03-31T00:00:00Z', '2027-03-31T00:00:00Z'),
  timestamp('2027-03-32T00:00:00Z', 'calendar'),
  timestamp('2027-04-30T00:00:00Z', '2027-04-30T00:00:00Z'),
  timestamp('2027-04-31T00:00:00Z', 'calendar'),
  timestamp('2027-05-31T00:00:00Z', '2027-05-31T00:00:00Z'),
  timestamp('2027-05-32T00:00:00Z', 'calendar'),
  timestamp('2027-06-30T00:00:00Z', '2027-06-30T00:00:00Z'),
  timestamp('2027-06-31T00:00:00Z', 'calendar'),
  timestamp('2027-07-31T00:00:00Z', '2027-07-31T00:00:00Z'),
  timestamp('2027-07-32T00:00:00Z', 'calendar'),
  timestamp('2027-08-31T00:00:00Z', '2027-08-31T00:00:00Z'),
  timestamp('2027-08-32T00:00:00Z', 'calendar'),
  timestamp('2027-09-30T00:00:00Z', '2027-09-30T00:00:00Z'),
  timestamp('2027-09-31T00:00:00Z', 'calendar'),
  timestamp('2027-10-31T00:00:00Z', '2027-10-31T00:00:00Z'),
  timestamp('2027-10-32T00:00:00Z', 'calendar'),
  timestamp('2027-11-30T00:00:00Z', '2027-11-30T00:00:00Z'),
  timestamp('2027-11-31T00:00:00Z', 'calendar'),
  timestamp('2027-12-31T00:00:00Z', '2027-12-31T00:00:00Z'),
  timestamp('2027-12-32T00:00:00Z', 'calendar'),
  timestamp('2027-02-30 00:00:00', 'calendar'),
  timestamp('2027-00-10T00:00:00Z', 'calendar'),
  timestamp('2027-13-10T00:00:00Z', 'calendar'),
  timestamp('2027-99-10T00:00:00Z', 'calendar'),
  timestamp('2027-03-00T00:00:00Z', 'calendar'),
  timestamp('2027-03-99T00:00:00Z', 'calendar'),
  timestamp('0000-00-00T00:00:00Z', 'calendar'),
  timestamp('9999-99-99T99:99:99Z', 'calendar'),
];

const LEAP_YEARS = [
  timestamp('2028-02-29T00:00:00Z', '2028-02-29T00:00:00Z', '2028-02-01T00:00:00Z'),
  timestamp('2028-02-29 12:30:00', '2028-02-29T12:30:00Z', '2027-06-01T00:00:00Z'),
  timestamp('2028-02-30T00:00:00Z', 'calendar', '2028-02-01T00:00:00Z'),
  timestamp('2028-03-01T00:00:00+14:00', '2028-02-29T10:00:00Z', '2028-02-01T00:00:00Z'),
  timestamp('2029-02-29T00:00:00Z', 'calendar', '2029-02-01T00:00:00Z'),
  timestamp('1900-02-28T23:59:59Z', '1900-02-28T23:59:59Z', '1900-02-01T00:00:00Z'),
  timestamp('1900-02-29T00:00:00Z', 'calendar', '1900-02-01T00:00:00Z'), // divisible by 100, but not by 400
  timestamp('1900-03-01T00:00:00Z', '1900-03-01T00:00:00Z', '1900-02-28T00:00:00Z'),
  timestamp('2000-02-29T00:00:00Z', '2000-02-29T00:00:00Z', '2000-02-01T00:00:00Z'), // divisible by 400
  timestamp('2000-02-30T00:00:00Z', 'calendar', '2000-02-01T00:00:00Z'),
  timestamp('2000-03-01T00:00:00Z', '2000-03-01T00:00:00Z', '2000-02-29T00:00:00Z'),
  timestamp('2100-02-28T00:00:00Z', '2100-02-28T00:00:00Z', '2100-02-01T00:00:00Z'),
  timestamp('2100-02-29T00:00:00Z', 'calendar', '2100-02-01T00:00:00Z'),
  timestamp('2100-03-01T00:00:00Z', '2100-03-01T00:00:00Z', '2100-02-28T00:00:00Z'),
  timestamp('2104-02-29T00:00:00Z', '2104-02-29T00:00:00Z', '2104-02-01T00:00:00Z'),
  timestamp('2400-02-29T00:00:00Z', '2400-02-29T00:00:00Z', '2400-02-01T00:00:00Z'),
  timestamp('1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'),
  timestamp('1969-12-31T23:59:59Z', '1969-12-31T23:59:59Z', '1970-01-01T00:00:00Z'),
  timestamp('0000-02-29T00:00:00Z', 'past'), // year 0 is a leap year of the proleptic Gregorian calendar
  timestamp('0001-01-01T00:00:00Z', 'past'),
  timestamp('0000-01-01T00:00:00+23:59', 'past'), // in UTC, this is in year -1
  timestamp('0099-02-29T00:00:00Z', 'calendar'), // year 99, not 1999
  timestamp('9999-12-31T23:59:59Z', 'ahead'),
  timestamp('9999-12-31T23:59:59-23:59', 'ahead'), // in UTC, this is in year 10000
];

const CLOCK = [
  timestamp('2027-01-27T23:59:59Z', '2027-01-27T23:59:59Z'),
  timestamp('2027-01-27T24:00:00Z', 'calendar'),
  timestamp('2027-01-27 24:00:00', 'calendar'),
  timestamp('2027-01-27T24:00:01Z', 'calendar'),
  timestamp('2027-01-27T25:00:00Z', 'calendar'),
  timestamp('2027-01-27T23:60:00Z', 'calendar'),
  timestamp('2027-01-27T23:59:60Z', 'calendar'), // a leap second, which is not announced for this day
  timestamp('2026-12-31T23:59:60Z', 'calendar', '2026-12-31T00:00:00Z'),
  timestamp('2027-01-27T23:59:61Z', 'calendar'),
  timestamp('2027-01-27 09:99:00', 'calendar'),
];

const OFFSETS = [
  timestamp('2027-01-27T09:00:00+00:00', '2027-01-27T09:00:00Z'),
  timestamp('2027-01-27T09:00:00-00:00', '2027-01-27T09:00:00Z'),
  timestamp('2027-01-27T09:00:00+01:00', '2027-01-27T08:00:00Z'),
  timestamp('2027-01-27T09:00:00-08:00', '2027-01-27T17:00:00Z'),
  timestamp('2027-01-27T09:00:00+05:45', '2027-01-27T03:15:00Z'),
  timestamp('2027-01-27T09:00:00-03:30', '2027-01-27T12:30:00Z'),
  timestamp('2027-01-27T09:00:00-00:01', '2027-01-27T09:01:00Z'),
  timestamp('2027-01-27T09:00:00+14:00', '2027-01-26T19:00:00Z'),
  timestamp('2027-01-27T13:00:00-12:00', '2027-01-28T01:00:00Z'),
  timestamp('2027-01-27T09:00:00+23:59', '2027-01-26T09:01:00Z'),
  timestamp('2027-01-27T09:00:00-23:59', '2027-01-28T08:59:00Z'),
  timestamp('2027-01-27T09:00:00+24:00', 'calendar'),
  timestamp('2027-01-27T09:00:00-24:00', 'calendar'),
  timestamp('2027-01-27T09:00:00+99:00', 'calendar'),
  timestamp('2027-01-27T09:00:00+01:60', 'calendar'),
  timestamp('2027-01-27T09:00:00-01:99', 'calendar'),
  timestamp('2027-01-27T00:30:00+01:00', '2027-01-26T23:30:00Z'), // crosses midnight
  timestamp('2027-01-27T23:30:00-01:00', '2027-01-28T00:30:00Z'),
  timestamp('2027-03-01T00:30:00+01:00', '2027-02-28T23:30:00Z'), // crosses the end of February
  timestamp('2027-01-01T00:30:00+01:00', '2026-12-31T23:30:00Z', '2026-12-31T00:00:00Z'), // crosses the end of the year
  timestamp('2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00Z', '2026-12-31T00:00:00Z'),
  timestamp('2027-02-29T00:30:00+01:00', 'calendar'), // the local date must exist, whatever the date in UTC is
];

const FRACTIONS = [
  timestamp('2027-01-27T09:00:00.0Z', '2027-01-27T09:00:00Z'),
  timestamp('2027-01-27T09:00:00.5Z', '2027-01-27T09:00:00.500Z'),
  timestamp('2027-01-27T09:00:00.05Z', '2027-01-27T09:00:00.050Z'),
  timestamp('2027-01-27T09:00:00.123Z', '2027-01-27T09:00:00.123Z'),
  timestamp('2027-01-27T09:00:00.001+01:00', '2027-01-27T08:00:00.001Z'),
  timestamp('2027-01-27T09:00:00.123456789Z', '2027-01-27T09:00:00.123Z'),
  timestamp('2027-01-27T09:00:00.999999999Z', '2027-01-27T09:00:00.999Z'), // the fraction is cut off, not rounded
  timestamp('2027-01-27T09:00:00.0009Z', '2027-01-27T09:00:00Z'),
  timestamp('2027-01-27T09:00:00.12345678901234567890Z', '2027-01-27T09:00:00.123Z'),
  timestamp('2027-01-27T09:00:00.12345678901234567890-01:00', '2027-01-27T10:00:00.123Z'),
  timestamp('2027-01-27t09:00:00.7z', '2027-01-27T09:00:00.700Z'),
  timestamp('2027-01-27T09:00:00.Z', 'timestamp'),
  timestamp('2027-01-27T09:00:00.+01:00', 'timestamp'),
  timestamp('2027-01-27T09:00:00,5Z', 'timestamp'),
  timestamp('2027-01-27T09:00:00.5', 'timestamp'),
  timestamp('2027-01-27T09:00:00.5.5Z', 'timestamp'),
  timestamp('2027-01-27T09:00:00.-5Z', 'timestamp'),
  timestamp('2027-01-27T09:00:00.1e3Z', 'timestamp'),
];

/**
 * Due times close to the limits, for an execution that starts on 20 January 2027. The execution can wait until 20 January 2028,
 * which is 365 days later. The latest accepted due time is on 20 January 2127, 100 years after the start.
 */
const TOO_EARLY_OR_LATE = [
  timestamp('2027-01-20T10:00:00Z', '2027-01-20T10:00:00Z'),
  timestamp('2027-01-20T09:59:00Z', '2027-01-20T09:59:00Z'),
  timestamp('2027-01-20T09:58:59.999Z', 'past'),
  timestamp('2027-01-20T09:58:59.9999Z', 'past'),
  timestamp('2027-01-20 09:58:59', 'past'),
  timestamp('2027-01-20T10:59:00+01:00', '2027-01-20T09:59:00Z'),
  timestamp('2027-01-20T10:58:59+01:00', 'past'),
  timestamp('2026-01-20T10:00:00Z', 'past'),
  timestamp('2019-01-27 09:00:00', 'past'), // the deck's example
  timestamp('2028-01-20T10:00:00Z', '2028-01-20T10:00:00Z'),
  timestamp('2028-01-20T10:00:00.001Z', '2028-01-20T10:00:00.001Z'),
  timestamp('2028-01-20T10:00:00.0009Z', '2028-01-20T10:00:00Z'), // fractions of a millisecond are truncated
  timestamp('2040-02-29 09:00:00', '2040-02-29T09:00:00Z'),
  timestamp('2127-01-20T10:00:00Z', '2127-01-20T10:00:00Z'),
  timestamp('2127-01-20T10:00:00.001Z', 'ahead'),
  timestamp('2127-01-20T10:00:00.0009Z', '2127-01-20T10:00:00Z'),
  timestamp('2127-01-20 10:00:01', 'ahead'),
  timestamp('2127-01-20T09:00:00-01:00', '2127-01-20T10:00:00Z'),
  timestamp('2127-01-20T09:00:01-01:00', 'ahead'),
  timestamp('2027-01-20T09:59:00.123Z', '2027-01-20T09:59:00.123Z', '2027-01-20T10:00:00.123Z'),
  timestamp('2027-01-20T09:59:00.122Z', 'past', '2027-01-20T10:00:00.123Z'),
  timestamp('2127-01-20T10:00:00.123Z', '2127-01-20T10:00:00.123Z', '2027-01-20T10:00:00.123Z'),
  timestamp('2127-01-20T10:00:00.124Z', 'ahead', '2027-01-20T10:00:00.123Z'),
  timestamp('2128-01-01T00:00:00Z', '2128-01-01T00:00:00Z', '2028-01-01T00:00:00Z'),
  timestamp('2128-01-01T00:00:01Z', 'ahead', '2028-01-01T00:00:00Z'),
  timestamp('9999-12-31T23:59:59Z', 'ahead'),
];

/**
 * Values of the field `schedule`. In a request from EventBridge Scheduler, this field contains the schedule's name. If the
 * field contains a string, the due time may be in the past.
 */
const FROM_SCHEDULER = [
  ['"20270120T090000Z-cd5fc434ef1e4063"', { dueAt: '2027-01-19T10:00:00Z' }],
  ['""', { dueAt: '2027-01-19T10:00:00Z' }],
  ['true', refused('timestamp', 'past', '"2027-01-19T10:00:00Z" (it is 2027-01-20T10:00:00Z)')],
  ['null', refused('timestamp', 'past', '"2027-01-19T10:00:00Z" (it is 2027-01-20T10:00:00Z)')],
].map(([schedule, expected]) =>
  given(
    `a day late, from the schedule ${schedule}`,
    `{ "message": "stretch", "timestamp": "2027-01-19T10:00:00Z", "schedule": ${schedule} }`,
    expected as RequestCase['expected'],
  ),
);

const SECONDS = [
  seconds('0', { dueAt: '2027-01-20T10:00:00Z' }),
  seconds('-0', { dueAt: '2027-01-20T10:00:00Z' }),
  seconds('0.0', { dueAt: '2027-01-20T10:00:00Z' }),
  seconds('1', { dueAt: '2027-01-20T10:00:01Z' }),
  seconds('5400', { dueAt: '2027-01-20T11:30:00Z' }),
  seconds('1e3', { dueAt: '2027-01-20T10:16:40Z' }),
  seconds('90.0', { dueAt: '2027-01-20T10:01:30Z' }),
  seconds('31536000', { dueAt: '2028-01-20T10:00:00Z' }),
  seconds('3.1536e7', { dueAt: '2028-01-20T10:00:00Z' }),
  seconds('31536001', { shown: '31536001' }),
  seconds('31536000.5', { shown: '31536000.5' }),
  seconds('1.5', { shown: '1.5' }),
  seconds('0.5', { shown: '0.5' }),
  seconds('1e-7', { shown: '1e-7' }),
  seconds('5e-324', { shown: '5e-324' }),
  seconds('-1', { shown: '-1' }),
  seconds('-0.5', { shown: '-0.5' }),
  seconds('123456.78901234567', { shown: '123456.789012346' }),
  seconds('999999999999999', { shown: '999999999999999' }),
  seconds('1e15', { shown: 'a number out of range' }),
  seconds('1e16', { shown: 'a number out of range' }),
  seconds('1e21', { shown: 'a number out of range' }),
  seconds('1e308', { shown: 'a number out of range' }),
  seconds('-1e308', { shown: 'a number out of range' }),
  seconds('9007199254740993', { shown: 'a number out of range' }),
  seconds('"90"', { shown: '"90"' }),
  seconds('""', { shown: '""' }),
  seconds('true', { shown: 'true' }),
  seconds('false', { shown: 'false' }),
  seconds('null', { shown: 'null' }),
  seconds('[]', { shown: 'a list' }),
  seconds('[90]', { shown: 'a list' }),
  seconds('[[]]', { shown: 'a list' }),
  seconds('{}', { shown: 'an object' }),
  seconds('{ "value": 90 }', { shown: 'an object' }),
];

const TIMESTAMP_TYPES = [
  given('timestamp null', '{ "message": "a", "timestamp": null }', refused('timestamp', 'timestamp', 'null')),
  given('timestamp true', '{ "message": "a", "timestamp": true }', refused('timestamp', 'timestamp', 'true')),
  given(
    'timestamp in seconds since 1970',
    '{ "message": "a", "timestamp": 1801040400 }',
    refused('timestamp', 'timestamp', '1801040400'),
  ),
  given(
    'a list of one right timestamp',
    '{ "message": "a", "timestamp": ["2027-01-27T09:00:00Z"] }',
    refused('timestamp', 'timestamp', 'a list'),
  ),
  given('timestamp []', '{ "message": "a", "timestamp": [] }', refused('timestamp', 'timestamp', 'a list')),
  given('timestamp {}', '{ "message": "a", "timestamp": {} }', refused('timestamp', 'timestamp', 'an object')),
];

const EXACTLY_ONE_OF_TWO = [
  given('neither', '{ "message": "a" }', { problem: `${EXACTLY_ONE}neither.` }),
  given('both', '{ "message": "a", "seconds": 0, "timestamp": "2027-01-27T09:00:00Z" }', {
    problem: `${EXACTLY_ONE}both.`,
  }),
  given('null beside a timestamp', '{ "message": "a", "seconds": null, "timestamp": "2027-01-27T09:00:00Z" }', {
    problem: `${EXACTLY_ONE}both.`,
  }),
  given('null beside seconds', '{ "message": "a", "seconds": 5, "timestamp": null }', {
    problem: `${EXACTLY_ONE}both.`,
  }),
  given('both null', '{ "message": "a", "seconds": null, "timestamp": null }', { problem: `${EXACTLY_ONE}both.` }),
  given('names in upper case', '{ "message": "a", "Seconds": 5 }', { problem: `${EXACTLY_ONE}neither.` }),
];

/** All characters with Unicode's property White_Space, and the byte order mark. */
const WHITE_SPACE = [
  '\t\n\v\f\r \u0085\u00a0\u1680',
  '\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a',
  '\u2028\u2029\u202f\u205f\u3000\ufeff',
].join('');

const shownBlank = (text: string) =>
  `blank: "${[...text].map((character) => ('\t\n\v\f\r\u0085\u2028\u2029'.includes(character) ? '?' : character)).join('')}"`;

const illFormed = (about: string, text: string, shown: string) =>
  given(
    `message: ${about}`,
    JSON.stringify({ message: text, seconds: 0 }),
    refused('message', 'wellFormed', `"${shown}"`),
  );

const ILL_FORMED_MESSAGES = [
  illFormed('the first half of a surrogate pair', '\ud83d', '?'),
  illFormed('the second half of a surrogate pair', '\ude00', '?'),
  illFormed('a half at the end', 'Buy milk \ud83d', 'Buy milk ?'),
  illFormed('a half before a line break', 'Buy\ud83d\nmilk', 'Buy?milk'),
  illFormed('a half before a final line break', 'Buy milk\ud83d\u2028', 'Buy milk?'),
  illFormed('a half at the start', '\ude00 Buy milk', '? Buy milk'),
  illFormed('halves in the wrong order', 'a\ude00\ud83db', 'a?b'),
  illFormed('a first half twice', 'a\ud83d\ud83d\ude00b', 'a?b'),
  illFormed('a second half twice', 'a\ud83d\ude00\ude00b', 'a?b'),
  illFormed('a half after a pair', '🔔\ude00', '?'),
  illFormed('a pair between two halves', '\ud83d🔔\ude00', '?'),
  illFormed('a half behind what is shown', `${'a'.repeat(8_191)}\ud83d`, `${'a'.repeat(40)}…`),
  illFormed('U+FFFE', 'a\ufffeb', 'a?b'),
  illFormed('U+FFFF', '\uffff', '?'),
  given(
    'a subject with half of a surrogate pair',
    JSON.stringify({ message: 'stretch', subject: 'A \ud83d break ü', seconds: 0 }),
    refused('subject', 'subject', '"A ? break ?"'),
  ),
  given(
    'a timestamp with half of a surrogate pair',
    JSON.stringify({ message: 'stretch', timestamp: '2027-01-27T09:00:00Z\ud83d' }),
    refused('timestamp', 'timestamp', '"2027-01-27T09:00:00Z?"'),
  ),
  given('halves in a field of its own', '{ "message": "stretch", "seconds": 0, "mine\\ud83d": "\\ude00\\uffff" }', {
    dueAt: NOW,
  }),
];

const MESSAGES = [
  message('whole surrogate pairs, one after the other', '🔔🔔 \u{10ffff}\u{10000}'),
  message('U+FFFD', 'a\ufffdb'),
  message('one character', 'a'),
  message('white space around it stays', '  stretch \n'),
  message('more than one line', 'first\nsecond\r\nthird'),
  message('control characters stay', 'a\u0000b\u0007c'),
  message('not ASCII', 'Müllabfuhr 提醒 🗑️ \u202e'),
  message('quotes and what looks like an expression', '"{% $states.input %}" \\ {{x}} \'\''),
  message('a zero-width space is not white space', '\u200b'),
  message('8,192 ASCII characters', 'a'.repeat(8_192)),
  message('8,193 ASCII characters', 'a'.repeat(8_193), `8193 characters long: "${'a'.repeat(40)}…"`),
  message('8,192 emoji, 16,384 UTF-16 units', '⏰'.repeat(4_096) + '🔔'.repeat(4_096)),
  message('8,192 emoji beyond the 16-bit range', '🔔'.repeat(8_192)),
  message('8,193 emoji', '🔔'.repeat(8_193), `8193 characters long: "${'🔔'.repeat(40)}…"`),
  message('8,192 characters, the last not a space', `${' '.repeat(8_191)}a`),
  message('8,193 spaces', ' '.repeat(8_193), `8193 characters long: "${' '.repeat(40)}…"`),
  message('200 kB', 'a'.repeat(200_000), `200000 characters long: "${'a'.repeat(40)}…"`),
  message('empty', '', 'blank: ""'),
  message('every kind of white space', WHITE_SPACE, shownBlank(WHITE_SPACE)),
  ...[...WHITE_SPACE].map((character) =>
    message(`only U+${character.charCodeAt(0).toString(16)}`, character, shownBlank(character)),
  ),
  message('null', null, 'null'),
  message('a number', 5, '5'),
  message('a fraction', -2.5, '-2.5'),
  message('true', true, 'true'),
  message('false', false, 'false'),
  message('an empty list', [], 'a list'),
  message('a list with one string', ['stretch'], 'a list'),
  message('a list of strings', ['stretch', 'drink'], 'a list'),
  message('a list of lists', [[]], 'a list'),
  message('an empty object', {}, 'an object'),
  message('an object', { text: 'stretch' }, 'an object'),
  given('message missing', '{ "seconds": 0 }', refused('message', 'message', 'missing')),
  given('nothing at all', '{}', refused('message', 'message', 'missing')),
  given('message in upper case', '{ "Message": "a", "seconds": 0 }', refused('message', 'message', 'missing')),
  given('the message is named before all else', '{ "message": "", "subject": 5, "seconds": "x" }', {
    problem: `message must be ${REMINDER_ACCEPTED.message}, but is blank: "".`,
  }),
];

const SUBJECTS = [
  given('without a subject', '{ "message": "stretch", "seconds": 0 }', { subject: 'Reminder', dueAt: NOW }),
  subject('1 character', 'a'),
  subject('99 characters', 'a'.repeat(99)),
  subject('100 characters', 'a'.repeat(100), `"${'a'.repeat(40)}…"`),
  subject('all of printable ASCII', '!"#$%&\'()*+,-./0123456789:;<=>?@[\\]^_`{|}~ '),
  subject('letters', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz'),
  subject('a space at the end', 'A break '),
  subject('a space at the start', ' A break', '" A break"'),
  subject('one space', ' ', '" "'),
  subject('empty', '', '""'),
  subject('a tab', 'A\tbreak', '"A?break"'),
  subject('a line break', 'A\nbreak', '"A?break"'),
  subject('a line break at the end', 'A break\n', '"A break?"'),
  subject('a carriage return', 'A break\r\nBcc: me', '"A break??Bcc: me"'),
  subject('null character', '\u0000', '"?"'),
  subject('DEL', 'A break\u007f', '"A break?"'),
  subject('not ASCII', 'Müll', '"Müll"'),
  subject('no-break space', 'A\u00a0break', '"A\u00a0break"'),
  subject('an emoji', '⏰', '"⏰"'),
  subject('an emoji beyond the 16-bit range', '🔔', '"🔔"'),
  subject('50 emoji, 100 UTF-16 units', '🔔'.repeat(50), `"${'🔔'.repeat(40)}…"`),
  subject('reversed by a bidirectional control', 'A\u202ebreak', '"A?break"'),
  subject('an Arabic letter mark', 'A\u061cbreak', '"A?break"'),
  subject('null', null, 'null'),
  subject('a number', 7, '7'),
  subject('true', true, 'true'),
  subject('a list', ['A break'], 'a list'),
  subject('an empty list', [], 'a list'),
  subject('an object', {}, 'an object'),
  subject('200 kB', 'a'.repeat(200_000), `"${'a'.repeat(40)}…"`),
  subject('40 characters that cannot be, shown whole', 'ü'.repeat(40), `"${'ü'.repeat(40)}"`),
  subject('41 characters that cannot be, shortened', 'ü'.repeat(41), `"${'ü'.repeat(40)}…"`),
];

const DEEP_LIST = `${'['.repeat(1_000)}${']'.repeat(1_000)}`;
const DEEP_OBJECT = `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`;

const INPUTS = [
  given('input null', 'null', refused('The input', 'input', 'null')),
  given('input true', 'true', refused('The input', 'input', 'true')),
  given('input a number', '42', refused('The input', 'input', '42')),
  given('input zero', '0', refused('The input', 'input', '0')),
  given('input an empty text', '""', refused('The input', 'input', '""')),
  given('input an emoji', '"🔔"', refused('The input', 'input', '"🔔"')),
  given('input a string', '"stretch"', refused('The input', 'input', '"stretch"')),
  given(
    'input a valid request as a string',
    JSON.stringify('{"message":"a","seconds":0}'),
    refused('The input', 'input', '"{"message":"a","seconds":0}"'),
  ),
  given('input a string of 200 kB', `"${'x'.repeat(200_000)}"`, refused('The input', 'input', `"${'x'.repeat(40)}…"`)),
  given('input an empty list', '[]', refused('The input', 'input', 'a list')),
  given('input a list of null', '[null]', refused('The input', 'input', 'a list')),
  given('input a list of one right request', '[{"message":"a","seconds":0}]', refused('The input', 'input', 'a list')),
  given('input 1,000 lists deep', DEEP_LIST, refused('The input', 'input', 'a list')),
  given('input 1,000 objects deep', DEEP_OBJECT, refused('message', 'message', 'missing')),
  given('message 1,000 lists deep', `{ "message": ${DEEP_LIST} }`, refused('message', 'message', 'a list')),
  given('message 1,000 objects deep', `{ "message": ${DEEP_OBJECT} }`, refused('message', 'message', 'an object')),
  given(
    'subject 1,000 lists deep',
    `{ "message": "a", "seconds": 0, "subject": ${DEEP_LIST} }`,
    refused('subject', 'subject', 'a list'),
  ),
  given(
    'seconds 1,000 objects deep',
    `{ "message": "a", "seconds": ${DEEP_OBJECT} }`,
    refused('seconds', 'seconds', 'an object'),
  ),
  given(
    'timestamp 1,000 lists deep',
    `{ "message": "a", "timestamp": ${DEEP_LIST} }`,
    refused('timestamp', 'timestamp', 'a list'),
  ),
  given("the deck's", '{ "message": "remind me of something", "timestamp": "2027-01-27 09:00:00"}', {
    message: 'remind me of something',
    dueAt: '2027-01-27T09:00:00Z',
  }),
  given("the README's", '{ "message": "stretch", "seconds": 5400, "subject": "A break" }', {
    message: 'stretch',
    subject: 'A break',
    dueAt: '2027-01-20T11:30:00Z',
  }),
];

/** The fields with which JSONata engines mark their own values. */
export const KEYS_OF_ENGINES = [
  '_jsonata_function',
  '_jsonata_lambda',
  'sequence',
  'keepSingleton',
  'outerWrapper',
  'tupleStream',
  'cons',
  'thunk',
  'arity',
  'implementation',
];

const AT = '2026-12-25T09:00:00Z';
/** The field `repeat` of a valid occurrence. */
const REPEAT = { name: '20261204T090000Z-cd5fc434ef1e4063', at: AT, rule: 'FREQ=DAILY', zone: 'Europe/London' };
const BETWEEN = `Nothing is due at ${AT}, because this time is between two occurrences.`;
const LEFT_OUT = `Nothing is due at ${AT}, because the reminder skips this time.`;

/**
 * Returns a case with an occurrence. `expected` is the problem or the reason for skipping. By default, the occurrence is valid.
 */
function occurrence(about: string, repeat: unknown, expected: Refusal | { readonly skipped?: string } = {}) {
  const isRefused = 'problem' in expected;
  const valid = { dueAt: AT, occurrence: `${REPEAT.name}/${AT}`, ...expected };
  return given(
    `repeat: ${about}`,
    JSON.stringify({ message: 'stretch', seconds: 0, repeat }),
    isRefused ? expected : valid,
  );
}

const interval = (since: unknown, unitDays: unknown, every: unknown) => ({
  ...REPEAT,
  interval: { since, unitDays, every },
});
const skip = (...ranges: readonly (readonly [unknown, unknown])[]) => ({
  ...REPEAT,
  skip: ranges.map(([from, to]) => ({ from, to })),
});

const OCCURRENCES = [
  occurrence('long past', REPEAT),
  occurrence('neither rule nor zone', { name: REPEAT.name, at: AT }),
  occurrence('rule and zone of any type', { ...REPEAT, rule: 5, zone: [] }),
  given(
    'repeat: seconds and timestamp are not read',
    JSON.stringify({ message: 'stretch', seconds: 'x', repeat: REPEAT }),
    {
      dueAt: AT,
      occurrence: `${REPEAT.name}/${AT}`,
    },
  ),
  given('repeat: neither seconds nor timestamp', JSON.stringify({ message: 'stretch', repeat: REPEAT }), {
    dueAt: AT,
    occurrence: `${REPEAT.name}/${AT}`,
  }),
  occurrence('null', null, refused('repeat', 'repeat', 'null')),
  occurrence('a list', [REPEAT], refused('repeat', 'repeat', 'a list')),
  occurrence('a string', 'every day', refused('repeat', 'repeat', '"every day"')),
  occurrence('an empty object', {}, refused('repeat.name', 'scheduleName', 'missing')),
  occurrence('no name', { at: AT }, refused('repeat.name', 'scheduleName', 'missing')),
  occurrence('an empty name', { ...REPEAT, name: '' }, refused('repeat.name', 'scheduleName', '""')),
  occurrence('a name with a slash', { ...REPEAT, name: 'a/b' }, refused('repeat.name', 'scheduleName', '"a/b"')),
  occurrence('a name with a line break', { ...REPEAT, name: 'a\n' }, refused('repeat.name', 'scheduleName', '"a?"')),
  occurrence(
    '65 characters',
    { ...REPEAT, name: 'a'.repeat(65) },
    refused('repeat.name', 'scheduleName', `"${'a'.repeat(40)}…"`),
  ),
  occurrence('no time', { name: REPEAT.name }, refused('repeat.at', 'instant', 'missing')),
  occurrence(
    'the time that Scheduler did not fill in',
    { ...REPEAT, at: '<aws.scheduler.scheduled-time>' },
    refused('repeat.at', 'instant', '"<aws.scheduler.scheduled-time>"'),
  ),
  occurrence(
    'a time with an offset',
    { ...REPEAT, at: '2026-12-25T09:00:00+01:00' },
    refused('repeat.at', 'instant', '"2026-12-25T09:00:00+01:00"'),
  ),
  occurrence('a time with a line break', { ...REPEAT, at: `${AT}\n` }, refused('repeat.at', 'instant', `"${AT}?"`)),
  occurrence(
    'a time that does not exist',
    { ...REPEAT, at: '2026-02-30T09:00:00Z' },
    refused('repeat.at', 'calendar', '"2026-02-30T09:00:00Z"'),
  ),
  occurrence(
    'more than 100 years ahead',
    { ...REPEAT, at: '2127-01-20T10:00:01Z' },
    refused('repeat.at', 'ahead', `"2127-01-20T10:00:01Z" (it is ${NOW})`),
  ),
  occurrence('every second week, on it', interval('2026-12-11T09:00:00Z', 7, 2)),
  occurrence('every second week, between', interval('2026-12-04T09:00:00Z', 7, 2), { skipped: BETWEEN }),
  occurrence('every second week, another day of the week', interval('2026-12-05T09:00:00Z', 7, 2)),
  occurrence('every third day, on it', interval('2026-12-22T09:00:00Z', 1, 3)),
  occurrence('every third day, between', interval('2026-12-23T09:00:00Z', 1, 3), { skipped: BETWEEN }),
  occurrence('every second day, from the future', interval('2026-12-27T09:00:00Z', 1, 2)),
  occurrence('every second day, between, from the future', interval('2026-12-26T09:00:00Z', 1, 2), {
    skipped: BETWEEN,
  }),
  occurrence('every second day, an hour later after a change of the clocks', interval('2026-12-23T10:00:00Z', 1, 2)),
  occurrence('every second day, an hour earlier', interval('2026-12-23T08:00:00Z', 1, 2)),
  occurrence('every second day, half a day later', interval('2026-12-22T21:00:00Z', 1, 2), { skipped: BETWEEN }),
  occurrence('an interval of null', { ...REPEAT, interval: null }, refused('repeat.interval', 'interval', 'null')),
  occurrence('an empty interval', { ...REPEAT, interval: {} }, refused('repeat.interval.since', 'instant', 'missing')),
  occurrence('since tomorrow', interval('tomorrow', 7, 2), refused('repeat.interval.since', 'instant', '"tomorrow"')),
  occurrence(
    'since 30 February',
    interval('2026-02-30T09:00:00Z', 7, 2),
    refused('repeat.interval.since', 'calendar', '"2026-02-30T09:00:00Z"'),
  ),
  occurrence('every 0', interval(AT, 7, 0), refused('repeat.interval.every', 'repeatCount', '0')),
  occurrence('every 1,001', interval(AT, 7, 1_001), refused('repeat.interval.every', 'repeatCount', '1001')),
  occurrence('half a day', interval(AT, 0.5, 2), refused('repeat.interval.unitDays', 'repeatCount', '0.5')),
  occurrence('days in words', interval(AT, 'seven', 2), refused('repeat.interval.unitDays', 'repeatCount', '"seven"')),
  occurrence('no skipped time', skip()),
  occurrence('skipped from this time on', skip([AT, '2026-12-25T09:00:01Z']), { skipped: LEFT_OUT }),
  occurrence('skipped until this time', skip(['2026-12-24T00:00:00Z', AT])),
  occurrence(
    'skipped in the second range',
    skip(['2026-12-24T00:00:00Z', AT], ['2026-12-25T00:00:00Z', '2026-12-26T00:00:00Z']),
    {
      skipped: LEFT_OUT,
    },
  ),
  occurrence(
    'skipped, and between two occurrences',
    { ...interval('2026-12-04T09:00:00Z', 7, 2), skip: [{ from: AT, to: '2026-12-26T00:00:00Z' }] },
    { skipped: LEFT_OUT },
  ),
  occurrence('100 ranges', skip(...Array.from({ length: 100 }, () => [AT, AT] as const))),
  occurrence(
    '101 ranges',
    skip(...Array.from({ length: 101 }, () => [AT, AT] as const)),
    refused('repeat.skip', 'skip', 'a list of 101'),
  ),
  occurrence('skip null', { ...REPEAT, skip: null }, refused('repeat.skip', 'skip', 'null')),
  occurrence('skip an object', { ...REPEAT, skip: { from: AT, to: AT } }, refused('repeat.skip', 'skip', 'an object')),
  ...[[null], [[]], [{}], [AT], [{ from: AT }], [{ from: AT, to: 5 }], [{ from: AT, to: AT }, false]].map((ranges) =>
    occurrence(
      `skip ${JSON.stringify(ranges)}`,
      { ...REPEAT, skip: ranges },
      refused('repeat.skip', 'skip', 'a list with other items'),
    ),
  ),
];

const RIGHT = '"message": "stretch", "seconds": 0';

const FIELDS_OF_THE_CALLER = [
  ...['1', 'null', 'true', '"x"', '[]', '{}', '[{"message":5}]', '{"seconds":"x"}', DEEP_LIST, DEEP_OBJECT].map(
    (value) =>
      given(`a field of the caller's own: ${value.slice(0, 20)}`, `{ ${RIGHT}, "mine": ${value} }`, { dueAt: NOW }),
  ),
  given('200 kB in a field of its own', `{ ${RIGHT}, "mine": "${'x'.repeat(200_000)}" }`, { dueAt: NOW }),
  given('a field without a name', `{ ${RIGHT}, "": 1 }`, { dueAt: NOW }),
  given('dueAt and problem', `{ ${RIGHT}, "dueAt": "never", "problem": "none" }`, { dueAt: NOW }),
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'length',
    'then',
    'toJSON',
    ...KEYS_OF_ENGINES,
  ].flatMap((name) => [
    given(`a field called ${name} that is true`, `{ "${name}": true, ${RIGHT} }`, { dueAt: NOW }),
    given(
      `the message is wrong and ${name} is true`,
      `{ "${name}": true, "message": 5, "seconds": 0 }`,
      refused('message', 'message', '5'),
    ),
    given(
      `an object with ${name} in a field of its own`,
      `{ "mine": { "${name}": true }, "ours": [{ "${name}": true }], ${RIGHT} }`,
      { dueAt: NOW },
    ),
    given(
      `${name} within repeat`,
      `{ "message": "a", "repeat": { "${name}": true } }`,
      refused('repeat.name', 'scheduleName', 'missing'),
    ),
    given(
      `${name} within a skipped time`,
      `{ "message": "a", "repeat": { "name": "a", "at": "${NOW}", "${name}": true, "skip": [{ "${name}": true }] } }`,
      refused('repeat.skip', 'skip', 'a list with other items'),
    ),
    given(
      `${name} in a repeat and its parts`,
      `{ "message": "stretch", "repeat": { "${name}": true, "name": "a", "at": "${NOW}",
        "interval": { "${name}": true, "since": "${NOW}", "unitDays": 1, "every": 2 },
        "skip": [{ "${name}": true, "from": "${AT}", "to": "${AT}" }] } }`,
      { dueAt: NOW, occurrence: `a/${NOW}` },
    ),
    ...(['subject', 'timestamp', 'seconds'] as const).map((field) =>
      given(
        `${name} within ${field}`,
        `{ "message": "stretch", ${field === 'subject' ? '"seconds": 0, ' : ''}"${field}": { "${name}": true } }`,
        refused(field, field, 'an object'),
      ),
    ),
    given(`${name} within a list`, `[{ "${name}": true }]`, refused('The input', 'input', 'a list')),
    given(`a field called ${name}`, `{ "${name}": 1, ${RIGHT} }`, { dueAt: NOW }),
    given(`a field called ${name} with an object`, `{ "${name}": { ${RIGHT} }, ${RIGHT} }`, { dueAt: NOW }),
    given(`all only within ${name}`, `{ "${name}": { ${RIGHT} } }`, refused('message', 'message', 'missing')),
    given(
      `${name} within the message`,
      `{ "message": { "${name}": true }, "seconds": 0 }`,
      refused('message', 'message', 'an object'),
    ),
  ]),
];

/** All cases. */
export const REQUEST_CASES: readonly RequestCase[] = [
  OCCURRENCES,
  SHAPES,
  MONTH_ENDS,
  LEAP_YEARS,
  CLOCK,
  OFFSETS,
  FRACTIONS,
  TOO_EARLY_OR_LATE,
  FROM_SCHEDULER,
  SECONDS,
  TIMESTAMP_TYPES,
  EXACTLY_ONE_OF_TWO,
  MESSAGES,
  ILL_FORMED_MESSAGES,
  SUBJECTS,
  INPUTS,
  FIELDS_OF_THE_CALLER,
].flat();
