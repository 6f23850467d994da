/**
 * Regular expressions of a stack request, as source text, so that TypeScript and JSONata use the same ones. As in
 * `patterns.ts` they keep to what every engine reads alike. Those that find a *wrong* character have no need of `$`.
 */
export const STACK_PATTERNS = {
  /** One character that no stack name and no parameter name of CloudFormation has, but for the hyphen of the former. */
  notNameCharacter: '[^A-Za-z0-9-]',

  /** One character that no name of a parameter has. */
  notAlphanumeric: '[^A-Za-z0-9]',

  /** How a stack name begins. */
  letterFirst: '^[A-Za-z]',

  /** How the address of an object in Amazon S3 begins: bucket in the host or in the path, any region, any partition. */
  templateUrl: '^https:\\/\\/([a-z0-9][a-z0-9.-]*[.])?s3([.-][a-z0-9-]+)*[.]amazonaws[.]com([.]cn)?\\/[!-~]',

  /** One character that is not visible ASCII, and so not in an address. */
  notVisibleAscii: '[^!-~]',

  /** A run of characters that take one byte in UTF-8. */
  upToOneByte: '[\\u0000-\\u007F]+',

  /** A run of characters that take at most two bytes in UTF-8. */
  upToTwoBytes: '[\\u0000-\\u07FF]+',

  /**
   * A run of characters that take at most three bytes in UTF-8. Surrogates are left out, so that what takes four remains
   * both in engines that see a text as code points and in those that see it as UTF-16.
   */
  upToThreeBytes: '[\\u0000-\\uD7FF\\uE000-\\uFFFF]+',
} as const;
