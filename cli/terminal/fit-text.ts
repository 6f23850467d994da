import textWidth from 'string-width';

/** Shortens a string to at most `columns` terminal columns. A shortened string ends with `…`. */
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
