import jsonata from 'jsonata';

/** Matches a character that takes two UTF-16 code units. */
const BEYOND_ONE_UNIT = /[\u{10000}-\u{10FFFF}]/u;

/** The meaning of `$` in Java, where it also matches before a line break at the end of the string. */
const JAVA_END = '(?=(?:\\r\\n|[\\n\\r\\u0085\\u2028\\u2029])?$)';

/**
 * Returns a class for the program's regular expressions. Its `$` matches as in Java, and it counts characters in the given
 * units. Leaves character classes and escaped characters unchanged.
 */
function regexEngine(characters) {
  return class extends RegExp {
    constructor({ source, flags }) {
      const strict = source.replace(/\\.|\[(?:\\.|[^\]])*\]|\$/g, (part) => (part === '$' ? JAVA_END : part));
      super(strict, characters === 'code points' ? `${flags}u` : flags);
    }
  };
}

/**
 * Compiles a JSONata program for npm `jsonata`. Adds two traits of Java engines, because AWS does not document which engine
 * Step Functions uses. In regular expressions, `$` also matches before a line break at the end, as in Java.
 *
 * `$substring` with a length beyond the end of a string fails in `com.dashjoin:jsonata` 0.9.9 and 0.9.10 if the string contains
 * a character beyond the Basic Multilingual Plane. Such a call also fails here.
 *
 * @param {string} program the expression, without `{% %}`
 * @param {import('./strict-jsonata.js').Characters} characters the units that a regular expression counts as characters
 * @returns {import('jsonata').Expression}
 */
export function strictJsonata(program, characters = 'code units') {
  const expression = jsonata(program, { RegexEngine: regexEngine(characters) });
  expression.registerFunction(
    'substring',
    (text, start, length) => {
      const characters = Array.from(text);
      const from = start < 0 ? Math.max(0, characters.length + start) : start;
      if (length !== undefined && from + length > characters.length && BEYOND_ONE_UNIT.test(text)) {
        throw new Error(
          `$substring is asked for ${length} characters from ${from} of a string of ${characters.length}.`,
        );
      }
      return characters.slice(from, length === undefined ? undefined : from + Math.max(0, length)).join('');
    },
    '<s-nn?:s>',
  );
  return expression;
}
