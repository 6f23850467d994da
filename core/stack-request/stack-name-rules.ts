/** The rules for the names of stacks that the stack creator may touch. */
export interface StackNameRules {
  /** The prefix that every stack's name must have. */
  readonly prefix: string;
  /** The service's own stacks, which the stack creator must not touch. */
  readonly ownStacks: readonly string[];
}

/** Describes the prefix that a stack's name must have, for use in an error message. */
export function acceptedPrefix(rules: StackNameRules): string {
  return `a name that begins with ${rules.prefix}`;
}
