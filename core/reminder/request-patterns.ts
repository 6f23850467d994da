/**
 * Regular expressions of the input contract, as source text, so that TypeScript and JSONata use the same ones. They keep
 * to what every engine reads alike: no lookaround, no `\d` or `\s` (Unicode in Python, ASCII in Java), no `$` in them
 * that is relied on alone (before a final line break it also matches in Java and Python).
 */
export const PATTERNS = {
  /**
   * The two shapes of a timestamp: an RFC 3339 date-time (section 5.6; `T` and `Z` may be lower case, any number of
   * fractional digits), or the deck's `YYYY-MM-DD HH:MM:SS`. Says nothing about the calendar.
   */
  timestamp:
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})| [0-9]{2}:[0-9]{2}:[0-9]{2})$',

  /** One character that is not white space: not of Unicode's White_Space, nor U+FEFF. */
  notWhiteSpace:
    '[^\\u0009-\\u000D\\u0020\\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF]',

  /** One character that is not printable ASCII. */
  notPrintableAscii: '[^ -~]',

  /** One character that must not reach a terminal or a log line: control characters, line ends, bidirectional controls. */
  control: '[\\u0000-\\u001F\\u007F-\\u009F\\u061C\\u2028\\u2029\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]',

  /** How the name of an execution begins that `executionName` made: with the moment at which the reminder is due, in UTC. */
  dueInName: '^[0-9]{8}T[0-9]{6}Z-',
} as const;
