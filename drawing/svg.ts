import type { Face } from './text-width.ts';

/** The attributes of an element. Numbers are rounded to a tenth of a pixel, and undefined attributes are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function written(attributes: Attributes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === 'number' ? rounded(value) : String(value)]),
  );
}

/** Returns an element as SVG source. Each inner element is on a separate line, and a style sheet is not escaped. */
function serialised({ name, attributes, children, text }: Shape): string {
  if (name === 'style') {
    return `<style>\n${text}\n</style>`;
  }
  const start = `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('')}`;
  if (text !== undefined) {
    return `${start}>${escaped(text)}</${name}>`;
  }
  return children === undefined ? `${start}/>` : [`${start}>`, ...children.map(serialised), `</${name}>`].join('\n');
}

/** An SVG element as data. `picture` writes it as text, and a browser can create the element with `createElementNS`. */
export interface Shape {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The inner elements. An element has either inner elements or text. */
  readonly children?: readonly Shape[];
  readonly text?: string;
}

/** Rounds a number to a tenth, so that a picture has the same bytes on every computer. */
export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Returns an element with other elements inside, or an empty element. */
export function element(name: string, attributes: Attributes, ...children: readonly Shape[]): Shape {
  return { name, attributes: written(attributes), ...(children.length > 0 && { children }) };
}

/** Returns an element that contains only text. */
export function textElement(name: string, attributes: Attributes, text: string): Shape {
  return { name, attributes: written(attributes), text };
}

/** Returns an element with one line of text, whose baseline is at `y`. */
export function line(
  text: string,
  x: number,
  y: number,
  face: Face,
  style: { readonly class: string; readonly anchor?: 'middle' | 'end'; readonly key?: string | undefined },
): Shape {
  return textElement(
    'text',
    {
      x,
      y,
      'font-size': face.size,
      class: [style.class, face.bold && 'bold', face.mono && 'mono'].filter(Boolean).join(' '),
      'text-anchor': style.anchor,
      'data-edge': style.key,
    },
    text,
  );
}

/** A picture's title and description, for people who cannot see it. */
export interface Description {
  readonly title: string;
  readonly description: string;
}

/** Returns a complete SVG image, with its style and description. */
export function picture(
  width: number,
  height: number,
  { title, description }: Description,
  style: string,
  children: readonly Shape[],
): string {
  const svg = element(
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
    textElement('style', {}, style),
    ...children,
  );
  return `${serialised(svg)}\n`;
}
