import { element, rounded, type Shape } from './svg.ts';

/** Icons of 16 by 16 pixels, drawn as paths so that they do not depend on a font. */
const PATHS = {
  task: 'M9 1.5 3.5 9H8L7 14.5 12.5 7H8Z',
  choice: 'M8 1.5 14.5 8 8 14.5 1.5 8ZM6.3 6.3A1.8 1.8 0 1 1 8.6 8.1L8 8.6V9.2M8 11V11.1',
  wait: 'M8 1.5A6.5 6.5 0 1 1 7.99 1.5ZM8 4.5V8L10.5 9.5',
  fail: 'M5.3 1.5H10.7L14.5 5.3V10.7L10.7 14.5H5.3L1.5 10.7V5.3ZM5.7 5.7 10.3 10.3M10.3 5.7 5.7 10.3',
  succeed: 'M8 1.5A6.5 6.5 0 1 1 7.99 1.5ZM5 8.2 7.2 10.4 11 6',
  pass: 'M1.5 8H14.5M9.5 3 14.5 8 9.5 13',
  map: 'M1.5 5.5H10.5V14.5H1.5ZM5.5 5.5V1.5H14.5V10.5H10.5',
  parallel: 'M5 1.5V14.5M11 1.5V14.5',
  retry: 'M13.2 6A5.5 5.5 0 1 0 13.5 8.5M13.5 2.5V6H10',
  limit: 'M3.5 1.5H12.5M3.5 14.5H12.5M4.5 1.5C4.5 6 11.5 10 11.5 14.5M11.5 1.5C11.5 6 4.5 10 4.5 14.5',
  call: 'M2.5 3.5V8.5H12.5M9.5 5.5 12.5 8.5 9.5 11.5',
  person: 'M8 1.5A3 3 0 1 1 7.99 1.5ZM2 14.5C2 11 4.5 9.5 8 9.5S14 11 14 14.5',
  machine: 'M5.5 1.5H10.5V5H5.5ZM1.5 11H6V14.5H1.5ZM10 11H14.5V14.5H10ZM8 5V8M3.7 11V8H12.3V11',
  function: 'M3.5 1.5H6L12 14.5H14M7.6 6 3 14.5',
  topic:
    'M8 1.5A4.5 4.5 0 0 0 3.5 6C3.5 10 2 11.5 2 11.5H14S12.5 10 12.5 6A4.5 4.5 0 0 0 8 1.5ZM6.5 14A1.7 1.7 0 0 0 9.5 14',
  parameter: 'M1.5 4.5H8M12 4.5H14.5M1.5 11.5H4M8 11.5H14.5M10 2.5A2 2 0 1 1 9.99 2.5ZM6 9.5A2 2 0 1 1 5.99 9.5Z',
  queue: 'M1.5 9.5H5L6.2 12H9.8L11 9.5H14.5V14.5H1.5ZM4 6.5H12M5.5 3.5H10.5',
  stacks: 'M8 1.5 14.5 5 8 8.5 1.5 5ZM1.5 8 8 11.5 14.5 8M1.5 11 8 14.5 14.5 11',
  alarm: 'M8 1.5 15 14.5H1ZM8 6V10M8 12V12.1',
  api: 'M5 4 1.5 8 5 12M11 4 14.5 8 11 12M9 3 7 13',
  bus: 'M1.5 8H14.5M4 8V3.5M8 8V3.5M12 8V3.5M6 8V12.5M10 8V12.5',
  bucket: 'M2 3.5H14L12.5 14.5H3.5ZM2.6 7H13.4',
  email: 'M1.5 3.5H14.5V12.5H1.5ZM1.5 4 8 9 14.5 4',
};

/** The name of an icon. */
export type Icon = keyof typeof PATHS;

const SIZE = 16;

/** Draws an icon with its upper left corner at `x` and `y`. */
export function icon(name: Icon, x: number, y: number, size = SIZE): Shape {
  return element('path', {
    class: 'icon',
    d: PATHS[name],
    transform: `translate(${rounded(x)} ${rounded(y)})${size === SIZE ? '' : ` scale(${size / SIZE})`}`,
  });
}
