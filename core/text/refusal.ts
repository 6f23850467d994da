/**
 * Why a value is refused, in one sentence. `lib/kit/jsonata/refuse.jsonata` holds the same for the state machines.
 *
 * @param field the field, as its caller knows it
 * @param accepted what would be right, in words
 * @param actual what is there instead, made fit for one line, see `show`
 */
export function refusal(field: string, accepted: string, actual: string): string {
  return `${field} must be ${accepted}, but is ${actual}.`;
}
