/** Which stacks a deployment lets the stack creator touch. */
export interface StackNameRules {
  /** The beginning of every stack's name. */
  readonly prefix: string;
  /** The service's own stacks, which the stack creator must not touch. */
  readonly ownStacks: readonly string[];
}

/** Says in words how a stack's name must begin. */
export function acceptedPrefix(rules: StackNameRules): string {
  return `a name that begins with ${rules.prefix}`;
}
