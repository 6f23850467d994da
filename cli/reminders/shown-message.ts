import { clean, shorten } from '../terminal/clean.ts';

/** The maximum length of a message in a sentence, in characters. */
const SHOWN_CHARACTERS = 60;

/** Returns a message for use in a sentence: safe to print, and shortened if it is long. */
export const shownMessage = (message: string) => shorten(clean(message), SHOWN_CHARACTERS);
