/**
 * One character that must not reach a terminal or a log line: a control character, a line end, a bidirectional control.
 * The source text is the same for TypeScript and JSONata.
 */
export const CONTROL_CHARACTER =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it finds them
  /[\u0000-\u001F\u007F-\u009F\u061C\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
