// Draws the output of a command in a terminal as SVG, including its colours.

const COLOURS: Readonly<Record<string, string>> = {
  31: '#f47067',
  32: '#57ab5a',
  33: '#c69026',
  36: '#39c5cf',
};
const FOREGROUND = '#cdd9e5';
const DIM = '#8b949e';
const BACKGROUND = '#1c2128';
const LETTER_WIDTH = 8.43;
const LINE_HEIGHT = 20;
const PADDING = 16;

const ESCAPE = '\u001b';
const STYLE = new RegExp(`(${ESCAPE}\\[[0-9;]*m)`);
const ALL_STYLES = new RegExp(STYLE, 'g');
const STYLE_CODE = new RegExp(`^${ESCAPE}\\[([0-9;]*)m$`);
const ERASED_LINE = new RegExp(`${ESCAPE}\\[2?K`);
const CURSOR_MOVES = new RegExp(`${ESCAPE}\\[\\??[0-9;]*[A-HJKSTfhlsu]|\r`, 'g');

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * Returns the final content of the terminal, without text that a spinner wrote and erased. `written` is the whole output that
 * the terminal received.
 */
export function screenOf(written: string): string {
  return written
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.split(ERASED_LINE).at(-1) ?? '')
    .join('\n')
    .replace(CURSOR_MOVES, '')
    .trimEnd();
}

/** Returns the line as SVG spans, each with its style. */
function spans(line: string): string {
  let style = '';
  return line
    .split(STYLE)
    .map((part) => {
      const code = STYLE_CODE.exec(part)?.[1];
      if (code !== undefined) {
        const colour = COLOURS[code];
        style = colour
          ? ` fill="${colour}"`
          : code === '1'
            ? ' font-weight="bold"'
            : code === '2'
              ? ` fill="${DIM}"`
              : '';
        return '';
      }
      return part === '' ? '' : `<tspan${style}>${escapeXml(part)}</tspan>`;
    })
    .join('');
}

/**
 * Draws the content of a terminal as SVG.
 *
 * @param title a description for people who cannot see the picture
 * @param screen the lines to draw, whose only escape sequences are colours
 */
export function terminalPicture(title: string, screen: string): string {
  const lines = screen.split('\n');
  const plain = lines.map((line) => line.replace(ALL_STYLES, ''));
  const width = Math.ceil(Math.max(...plain.map((line) => Array.from(line).length)) * LETTER_WIDTH + 2 * PADDING);
  const height = lines.length * LINE_HEIGHT + 2 * PADDING;
  const texts = lines.map((line, index) => {
    const y = PADDING + (index + 0.75) * LINE_HEIGHT;
    return `<text x="${PADDING}" y="${y}" xml:space="preserve">${spans(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="${FOREGROUND}">
<title id="title">${escapeXml(title)}</title>
<desc id="desc">${escapeXml(plain.join('\n'))}</desc>
<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>
${texts.join('\n')}
</svg>
`;
}
