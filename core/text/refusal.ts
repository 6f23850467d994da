/**
 * Says in one sentence why a value is refused. The state machines have the same function in
 * `lib/kit/jsonata/refuse.jsonata`.
 *
 * @param field the field, as the caller knows it
 * @param accepted what the field accepts, in words
 * @param actual what the field has instead, on one line; see `show`
 */
export function refusal(field: string, accepted: string, actual: string): string {
  return `${field} must be ${accepted}, but is ${actual}.`;
}
