/**
 * Regular expressions of a reminder request. TypeScript and JSONata use the same ones, so they contain only what every
 * engine reads alike: no lookaround, and no `\d` or `\s` (Unicode in Python, ASCII in Java). A `$` alone is not enough: in
 * Java and Python it also matches before a final line break.
 */
export const REMINDER_PATTERNS = {
  /**
   * The two shapes of a timestamp: an RFC 3339 date-time (section 5.6; `T` and `Z` may be lower case, any number of
   * fractional digits), or `YYYY-MM-DD HH:MM:SS` as in the deck. The date need not exist.
   */
  timestampShape:
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})| [0-9]{2}:[0-9]{2}:[0-9]{2})$/,

  /** One character that is not white space: neither in Unicode's White_Space nor U+FEFF. */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: some of them are white space
  notWhiteSpace: /[^\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]/,

  /** One character that no timestamp contains. */
  notInTimestamp: /[^0-9TtZz:+. -]/,

  /** One character that is not printable ASCII. */
  notPrintableAscii: /[^ -~]/,
} as const;
