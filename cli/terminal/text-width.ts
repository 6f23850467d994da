/** Letters that a terminal shows in two columns: those of East Asia, and pictures. */
const WIDE =
  /[\p{Emoji_Presentation}\p{Extended_Pictographic}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
/** What is shown within the letter before it. */
const NARROW = /[\p{M}\u200b-\u200d\ufeff]/u;

const widthOf = (letter: string) => (NARROW.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1);

/** In how many columns a terminal shows a text. */
export function textWidth(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + widthOf(letter), 0);
}

/** The start of a text, at most so many columns wide, `…` in the place of the rest. */
export function fitText(text: string, columns: number): string {
  if (textWidth(text) <= columns) {
    return text;
  }
  let start = '';
  let width = 1; // of …
  for (const letter of text) {
    width += widthOf(letter);
    if (width > columns) {
      break;
    }
    start += letter;
  }
  return `${start}…`;
}
