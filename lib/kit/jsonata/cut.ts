import { readJsonata } from './splice.ts';

/**
 * JSONata, the beginning of a block: defines `$cut($text, $most)`, which cuts a text off after so many characters.
 *
 * `$substring` with a length beyond the end of the text fails in some engines (`com.dashjoin:jsonata` 0.9.10) where the text
 * holds a character that takes two units of UTF-16, such as an emoji; AWS does not tell which engine it has.
 */
export const CUT = readJsonata('kit/jsonata/cut.jsonata', {});
