/** The rules for the names of stacks that the stack creator may touch. */
export interface StackNameRules {
  /** The required prefix of stack names. */
  readonly prefix: string;
  /** The service's own stacks, which the stack creator must not touch. */
  readonly ownStacks: readonly string[];
}

/** Describes the required prefix of stack names, for an error message. */
export function acceptedPrefix(rules: StackNameRules): string {
  return `a name that begins with ${rules.prefix}`;
}
