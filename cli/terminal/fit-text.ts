import textWidth from 'string-width';

/** The start of a text, at most so many columns wide as tables measure them, `…` in the place of the rest. */
export function fitText(text: string, columns: number): string {
  if (textWidth(text) <= columns) {
    return text;
  }
  let start = '';
  for (const letter of text) {
    if (textWidth(`${start}${letter}…`) > columns) {
      break;
    }
    start += letter;
  }
  return `${start}…`;
}
