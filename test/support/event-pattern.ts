/** A pattern of EventBridge, or a part of one: a list of what one field may be, or the patterns of the fields within. */
export type EventPattern = readonly Condition[] | { readonly [field: string]: EventPattern };

type Condition = string | null | { readonly 'anything-but': readonly string[] } | { readonly exists: boolean };

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
  throw new Error(`This knows no condition such as ${JSON.stringify(condition)}.`);
}

/**
 * Whether EventBridge hands on an event by a pattern: each field of the pattern has to meet one of its conditions (Amazon EventBridge
 * User Guide, "Comparison operators for use in event patterns"). To be on the safe side, a pattern that wants null has to name it:
 * here it is not anything but a text.
 */
export function matchesPattern(event: unknown, pattern: EventPattern): boolean {
  if (Array.isArray(pattern)) {
    return pattern.some((condition: Condition) => meets(event, condition));
  }
  return Object.entries(pattern).every(([field, within]) =>
    matchesPattern((event as Record<string, unknown> | undefined)?.[field], within),
  );
}
