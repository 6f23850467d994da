import { formatDistance, formatWhen } from './time.js';

/**
 * Returns a reminder's message, or else its id, in quotation marks. Two invisible characters keep a right-to-left message
 * from changing the direction of the sentence.
 */
export const quoted = ({ message, id }) => `“\u2068${message === undefined ? id : shorten(message)}\u2069”`;

const shorten = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
/** Formats a moment as RFC 3339, which the server accepts as a due time. */
export const instant = (due) => new Date(due).toISOString();
/** Describes a due time, and the time until then. */
export const dueIn = (due) => `${formatWhen(due, Date.now())} (${formatDistance(due, Date.now())})`;
