import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A lesson of the slides. */
export interface Lesson {
  /** The lesson in the words of the slides. */
  readonly slides: string;
  /** What the lesson means today. */
  readonly today: string;
  /** The names of the states that demonstrate the lesson. Empty if no single state does. */
  readonly states: readonly string[];
}

/** The text of the slides about a type of state. */
export interface StateType {
  readonly type: string;
  readonly slides: string;
}

/** The lessons that the page shows. */
export interface Lessons {
  readonly lessons: readonly Lesson[];
  readonly types: readonly StateType[];
}

const plain = (cell: string) => cell.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*`]/g, '');

/** Returns the cells of the table under the given heading, row by row, without the header row. */
function tableUnder(heading: string, markdown: string): string[][] {
  const section = markdown.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => line.slice(2, -2).split(' | '));
}

/** Reads the lessons from the content of docs/lessons.md. */
export function readLessons(markdown: string): Lessons {
  return {
    lessons: tableUnder('Lessons learned', markdown).map(([slides = '', today = '', see = '']) => ({
      slides: plain(slides),
      today: plain(today),
      states: [...see.matchAll(/\*([^*]+)\*/g)].map(([, state = '']) => state),
    })),
    types: tableUnder('What can a state do?', markdown).flatMap(([said = '']) => {
      const [, names = '', slides = ''] = /^([\w, ]+): (.*)$/.exec(said) ?? [];
      return names.split(', ').map((type) => ({ type, slides: plain(slides) }));
    }),
  };
}

/** The possible paths of lessons.md: next to the built command's server, or in the documentation. */
const PLACES = [
  join(import.meta.dirname, '..', 'lessons.md'),
  join(import.meta.dirname, '..', '..', '..', 'docs', 'lessons.md'),
];

/** Returns the lessons of docs/lessons.md. */
export function lessons(): Lessons {
  const place = PLACES.find((each) => existsSync(each));
  return readLessons(place === undefined ? '' : readFileSync(place, 'utf8'));
}
