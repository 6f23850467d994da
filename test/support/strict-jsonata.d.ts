import type { Expression } from 'jsonata';

/** What the characters of a regular expression are: code units of UTF-16, as in JavaScript, or code points, as in Java. */
export type Characters = 'code units' | 'code points';

export function strictJsonata(program: string, characters?: Characters): Expression;
