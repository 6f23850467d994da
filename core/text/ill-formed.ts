/**
 * Matches an unpaired surrogate, U+FFFE or U+FFFF. UTF-8 cannot represent an unpaired surrogate, and XML excludes all three.
 * SNS, SQS and CloudFormation therefore cannot transport text with these characters. TypeScript and JSONata use the same
 * pattern.
 *
 * The pattern uses no lookaround, so it also matches the character next to an unpaired surrogate. The pattern works in engines
 * that count UTF-16 code units and in engines that count code points.
 */
export const ILL_FORMED = /(^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF]([^\uDC00-\uDFFF]|$)|[\uFFFE\uFFFF]/;

/**
 * Matches the JSON escapes of the same characters. It also matches the surrogates of a pair, so first remove all pairs with
 * {@link ESCAPED_PAIR}.
 */
export const ESCAPED_ILL_FORMED = /\\u([dD][89a-fA-F]|[fF][fF][fF][eEfF])/;

/** Matches a surrogate pair that is written as two JSON escapes. */
export const ESCAPED_PAIR = /\\u[dD][89abAB][0-9a-fA-F][0-9a-fA-F]\\u[dD][c-fC-F]/;

/** Matches one or more characters that are not printable ASCII. */
export const NOT_PRINTABLE_ASCII_RUN = /[^ -~]+/;

/** The description of the text that a field accepts, for use in a refusal. */
export const WELL_FORMED = 'well-formed text, without half of a surrogate pair, U+FFFE or U+FFFF';
