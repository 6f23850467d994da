/**
 * Matches one character that must not reach a terminal or a log line: a control character, a line end or a bidirectional
 * control. TypeScript and JSONata use the same pattern.
 */
export const CONTROL_CHARACTER =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters
  /[\u0000-\u001F\u007F-\u009F\u061C\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
