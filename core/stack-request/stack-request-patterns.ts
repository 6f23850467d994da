/**
 * The regular expressions for a stack request. TypeScript and JSONata share them. Like `core/reminder/reminder-patterns.ts`,
 * they contain only syntax that means the same in every engine. Most patterns match one invalid character. They therefore need
 * no `$`, whose meaning differs between engines.
 */
export const STACK_PATTERNS = {
  /** Matches one character that cannot be part of a stack name. */
  notNameCharacter: /[^A-Za-z0-9-]/,

  /** Matches one character that cannot be part of a parameter name. */
  notAlphanumeric: /[^A-Za-z0-9]/,

  /** Matches the letter with which a stack name must begin. */
  letterFirst: /^[A-Za-z]/,

  /**
   * Matches the start of an Amazon S3 object's URL. The bucket is in the host or in the path, and the region can be any. The
   * host must be in amazonaws.com or amazonaws.com.cn.
   */
  templateUrlStart: /^https:\/\/([a-z0-9][a-z0-9.-]*[.])?s3([.-][a-z0-9-]+)*[.]amazonaws[.]com([.]cn)?\/[!-~]/,

  /** Matches one character that cannot be part of a URL, because it is not visible ASCII. */
  notVisibleAscii: /[^!-~]/,

  /** Matches characters that take one byte in UTF-8. */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII contains them
  oneByteRun: /[\u0000-\u007F]+/,

  /** Matches characters that take at most two bytes in UTF-8. */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII contains them
  twoByteRun: /[\u0000-\u07FF]+/,

  /**
   * Matches characters that take at most three bytes in UTF-8. The pattern leaves out surrogates, so it never matches a
   * four-byte character, even in an engine that counts UTF-16 code units.
   */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII contains them
  threeByteRun: /[\u0000-\uD7FF\uE000-\uFFFF]+/,
} as const;
