/**
 * The regular expressions for a reminder request. TypeScript and JSONata share them, so they contain only syntax with the same
 * meaning in every engine. They contain no lookaround, `\d` or `\s`. In Python, `\d` and `\s` match Unicode characters, and in
 * Java only ASCII. In Java and Python, a final `$` also matches before a line break at the end, so it does not exclude the line
 * break.
 */
export const REMINDER_PATTERNS = {
  /**
   * Matches the two forms of a timestamp: an RFC 3339 date-time (section 5.6), or `YYYY-MM-DD HH:MM:SS` as in the deck. In a
   * date-time, `T` and `Z` may be lower case, and the seconds may have any number of fractional digits. The date may be out of
   * range, such as 30 February.
   */
  timestampShape:
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})| [0-9]{2}:[0-9]{2}:[0-9]{2})$/,

  /** Matches one character that is not white space. White space is Unicode's White_Space and U+FEFF. */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: some control characters are white space
  notWhiteSpace: /[^\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]/,

  /** Matches one character that cannot be part of a timestamp. */
  notInTimestamp: /[^0-9TtZz:+. -]/,

  /** Matches an instant in the field `repeat`. The date may be out of range, such as 30 February. */
  instantShape: /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/,

  /** Matches one character that cannot be part of a schedule's name. */
  notInScheduleName: /[^0-9A-Za-z_.-]/,

  /** Matches one character that is not printable ASCII. */
  notPrintableAscii: /[^ -~]/,
} as const;
