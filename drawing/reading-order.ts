/** The fields that come first in an object, and those that come last. Other fields keep their order in between. */
const FIRST = ['Type', 'Comment', 'QueryLanguage', 'TimeoutSeconds', 'StartAt', 'Resource', 'Condition', 'ErrorEquals'];
const LAST = ['Retry', 'Catch', 'Default', 'Next', 'End'];

const rank = (field: string) => (FIRST.includes(field) ? FIRST.indexOf(field) : 100 + LAST.indexOf(field));

/** A `JSON.stringify` replacer that sorts the fields of every object in the order in which people read a definition. */
export const inReadingOrder = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => rank(a) - rank(b)))
    : value;
