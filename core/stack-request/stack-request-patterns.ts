/**
 * Regular expressions of a stack request. TypeScript and JSONata use the same ones, so they contain only what every engine
 * reads alike, as in `core/reminder/reminder-patterns.ts`. Most find one wrong character, which needs no `$`.
 */
export const STACK_PATTERNS = {
  /** One character that no stack name contains. */
  notNameCharacter: /[^A-Za-z0-9-]/,

  /** One character that no parameter name contains. */
  notAlphanumeric: /[^A-Za-z0-9]/,

  /** The beginning of a stack name. */
  letterFirst: /^[A-Za-z]/,

  /** The beginning of the address of an object in Amazon S3: bucket in the host or in the path, any region and partition. */
  templateUrlStart: /^https:\/\/([a-z0-9][a-z0-9.-]*[.])?s3([.-][a-z0-9-]+)*[.]amazonaws[.]com([.]cn)?\/[!-~]/,

  /** One character that is not visible ASCII, and so not part of an address. */
  notVisibleAscii: /[^!-~]/,

  /** Characters that take one byte in UTF-8. */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII contains them
  oneByteRun: /[\u0000-\u007F]+/,

  /** Characters that take at most two bytes in UTF-8. */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII contains them
  twoByteRun: /[\u0000-\u07FF]+/,

  /**
   * Characters that take at most three bytes in UTF-8. It leaves out surrogates, so that a character of four bytes remains
   * both in engines that see code points and in those that see UTF-16.
   */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII contains them
  threeByteRun: /[\u0000-\uD7FF\uE000-\uFFFF]+/,
} as const;
