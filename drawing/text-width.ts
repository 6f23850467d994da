/** The size and the style of a font. */
export interface Face {
  /** The font size in pixels. */
  readonly size: number;
  readonly bold?: boolean;
  readonly mono?: boolean;
}

/** The font of an arrow's label. */
export const LABEL: Face = { size: 11.5 };

/**
 * The widths of the characters from space to tilde in DejaVu Sans, in hundredths of the font size. DejaVu Sans is the widest
 * font in the pictures' font list, so text that fits in it fits in every font of the list.
 */
const WIDTHS = [
  32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
  84, 84, 54, 100, 69, 69, 70, 77, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69, 99, 69, 62,
  69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60,
  82, 60, 60, 53, 64, 34, 64, 84,
];
const FIRST = 32;
const UNKNOWN = 100;
const MONO = 61;
const BOLD = 1.12;

/** Calculates the maximum width of a string in pixels. A measured width would depend on the fonts of the computer. */
export function textWidth(text: string, face: Face): number {
  let hundredths = 0;
  for (const character of text) {
    const width = WIDTHS[(character.codePointAt(0) ?? 0) - FIRST] ?? UNKNOWN;
    hundredths += face.mono ? MONO : width * (face.bold ? BOLD : 1);
  }
  return (hundredths * face.size) / 100;
}

/** Wraps text into lines of at most `width` pixels. A wider word gets its own line. */
export function wrap(text: string, width: number, face: Face): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, face) <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
