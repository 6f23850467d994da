/** An EventBridge event pattern, or the part for a field: conditions for its value, or patterns for its nested fields. */
export type EventPattern = readonly Condition[] | { readonly [field: string]: EventPattern };

type Condition =
  | string
  | null
  | { readonly 'anything-but': readonly string[] }
  | { readonly prefix: string }
  | { readonly wildcard: string }
  | { readonly exists: boolean };

function meets(value: unknown, condition: Condition): boolean {
  if (condition === null || typeof condition === 'string') {
    return value === condition;
  }
  if ('exists' in condition) {
    return (value !== undefined) === condition.exists;
  }
  if ('anything-but' in condition) {
    return typeof value === 'string' && !condition['anything-but'].includes(value);
  }
  if ('prefix' in condition) {
    return typeof value === 'string' && value.startsWith(condition.prefix);
  }
  if ('wildcard' in condition) {
    const parts = condition.wildcard.split('*').map((part) => part.replace(/[.]/g, '[.]'));
    return typeof value === 'string' && new RegExp(`^${parts.join('.*')}$`, 's').test(value);
  }
  throw new Error(`This knows no condition such as ${JSON.stringify(condition)}.`);
}

/**
 * Returns true if an event matches a pattern: for each field of the pattern, the event's value meets one of the conditions
 * (Amazon EventBridge User Guide, "Comparison operators for use in event patterns"). Here, `anything-but` does not match null,
 * so a pattern must list null separately.
 */
export function matchesPattern(event: unknown, pattern: EventPattern): boolean {
  if (Array.isArray(pattern)) {
    return pattern.some((condition: Condition) => meets(event, condition));
  }
  return Object.entries(pattern).every(([field, within]) =>
    matchesPattern((event as Record<string, unknown> | undefined)?.[field], within),
  );
}
