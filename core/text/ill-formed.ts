/**
 * Half of a surrogate pair, U+FFFE or U+FFFF: text with one of them cannot be written as UTF-8 or XML, so SNS, SQS and
 * CloudFormation do not carry it. The source text is the same for TypeScript and JSONata.
 *
 * It also matches the neighbour of a half, without lookaround. So it fits engines that count the code units of UTF-16, where
 * a whole pair is two characters, and engines that count code points, where a pair is one.
 */
export const ILL_FORMED = /(^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF]([^\uDC00-\uDFFF]|$)|[\uFFFE\uFFFF]/;

/** The same characters as JSON escapes them. Whole pairs have to be removed first, see {@link ESCAPED_PAIR}. */
export const ESCAPED_ILL_FORMED = /\\u([dD][89a-fA-F]|[fF][fF][fF][eEfF])/;

/** A whole surrogate pair as JSON escapes it. */
export const ESCAPED_PAIR = /\\u[dD][89abAB][0-9a-fA-F][0-9a-fA-F]\\u[dD][c-fC-F]/;

/** One or more characters that are not printable ASCII. */
export const NOT_PRINTABLE_ASCII_RUN = /[^ -~]+/;

/** What a field with text accepts, in words. */
export const WELL_FORMED = 'well-formed text, without half of a surrogate pair, U+FFFE or U+FFFF';
