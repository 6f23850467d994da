import type { Expression } from 'jsonata';

/** The units that a regular expression counts as characters: UTF-16 code units as in JavaScript, or code points as in Java. */
export type Characters = 'code units' | 'code points';

export function strictJsonata(program: string, characters?: Characters): Expression;
