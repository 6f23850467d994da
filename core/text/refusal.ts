/**
 * Returns the error message for a refused value. The state machines have the same function in `lib/kit/jsonata/refuse.jsonata`.
 *
 * @param field the field's name, as the caller knows it
 * @param accepted a description of the values that the field accepts
 * @param actual the field's actual value on one line; see `show`
 */
export function refusal(field: string, accepted: string, actual: string): string {
  return `${field} must be ${accepted}, but is ${actual}.`;
}

/** Removes the rejected value from an error message, because the value may be private. */
export function withoutValue(sentence: string): string {
  return sentence.replace(/, but is .*$/s, '.');
}
