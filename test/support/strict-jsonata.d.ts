import type { Expression } from 'jsonata';

export function strictJsonata(program: string): Expression;
