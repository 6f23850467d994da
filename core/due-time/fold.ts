/** A phrase in the form that the grammar reads, and the original position of each character. */
export interface FoldedPhrase {
  readonly given: string;
  readonly text: string;
  /** The index in `given` of each character in `text`, and one more index for the end. */
  readonly places: readonly number[];
}

const FRACTIONS: Readonly<Record<string, string>> = { '½': ' 1/2', '¼': ' 1/4', '¾': ' 3/4' };

/** Returns the value of a decimal digit in any script. The ten digits of a script are consecutive in Unicode. */
function digitOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) {
    value += 1;
  }
  return String(value);
}

function foldOne(character: string): string {
  if (FRACTIONS[character]) {
    return FRACTIONS[character];
  }
  if (/[’‘ʼ`]/.test(character)) {
    return "'";
  }
  if (/[‐‑‒–—−]/.test(character)) {
    return '-';
  }
  return character
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Nd}/gu, (digit) => (/[0-9]/.test(digit) ? digit : digitOf(digit)))
    .replace(/\s/g, ' ');
}

/**
 * Converts a phrase to lower case, with ASCII digits, apostrophes and hyphens, and with single spaces. Writes `½` as `1/2`.
 * Removes a full stop or an exclamation mark at the end.
 */
export function fold(given: string): FoldedPhrase {
  let text = '';
  const places: number[] = [];
  let place = 0;
  for (const character of given) {
    for (const folded of foldOne(character)) {
      if (folded !== ' ' || (text !== '' && !text.endsWith(' '))) {
        text += folded;
        places.push(...Array.from({ length: folded.length }, () => place));
      }
    }
    place += character.length;
  }
  const end = text.replace(/[ ]*[.!]?[ ]*$/, '').length;
  // the final full stop of "a.m." or "25.12." can be removed too, because it is optional in the grammar
  return { given, text: text.slice(0, end), places: [...places.slice(0, end), places[end] ?? place] };
}
