import { formatDistance, formatWhen } from './time.js';

/** The text of a reminder in a sentence. The two characters around it keep a text from changing the direction of the sentence. */
export const quoted = ({ message, id }) => `“\u2068${message === undefined ? id : shorten(message)}\u2069”`;

const shorten = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
/** A moment as RFC 3339, which every due time may be. */
export const instant = (due) => new Date(due).toISOString();
/** A due time with its distance from now, in words. */
export const dueIn = (due) => `${formatWhen(due, Date.now())} (${formatDistance(due, Date.now())})`;
