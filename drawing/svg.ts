import type { Face } from './text-width.ts';

/** The attributes of an element. Numbers are rounded to a tenth of a pixel; undefined ones are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function start(name: string, attributes: Attributes): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? rounded(value) : String(value))}"`);
  return `<${name}${written.join('')}`;
}

/** A number to a tenth, so that a picture has the same bytes on every machine. */
export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** An element around other elements, or an empty one. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  return children.length === 0
    ? `${start(name, attributes)}/>`
    : [`${start(name, attributes)}>`, ...children, `</${name}>`].join('\n');
}

/** An element with text only. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return `${start(name, attributes)}>${escaped(text)}</${name}>`;
}

/** One line of text, `y` at its baseline. */
export function line(
  text: string,
  x: number,
  y: number,
  face: Face,
  style: { readonly class: string; readonly anchor?: 'middle' | 'end' },
): string {
  return textElement(
    'text',
    {
      x,
      y,
      'font-size': face.size,
      class: [style.class, face.bold && 'bold', face.mono && 'mono'].filter(Boolean).join(' '),
      'text-anchor': style.anchor,
    },
    text,
  );
}

/** A picture in words, for people who cannot see it. */
export interface Description {
  readonly title: string;
  readonly description: string;
}

/** A whole picture, with its style and description. */
export function picture(
  width: number,
  height: number,
  { title, description }: Description,
  style: string,
  children: readonly string[],
): string {
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: Math.ceil(width),
      height: Math.ceil(height),
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      role: 'img',
      'aria-labelledby': 'title description',
    },
    textElement('title', { id: 'title' }, title),
    textElement('desc', { id: 'description' }, description),
    element('style', {}, style),
    ...children,
  )}\n`;
}
