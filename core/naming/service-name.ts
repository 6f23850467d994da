/** The default of the setting `name`. */
export const DEFAULT_SERVICE = 'remindme';

/** Matches a service's name. The name must be short, because it is part of every physical name. */
const NAME = /^[a-z][a-z0-9-]{0,19}$/;
/** Matches prefixes that a parameter's name cannot have (AWS Systems Manager User Guide, "Parameter name constraints"). */
const RESERVED = /^(aws|ssm)/;

/**
 * Returns the problem with a service's name, as the second half of an error message. Returns `undefined` if the name is valid.
 */
export function serviceNameProblem(name: unknown): string | undefined {
  if (typeof name !== 'string' || !NAME.test(name)) {
    return `accepted are 1 to 20 lower-case letters, digits and hyphens, the first a letter, such as ${DEFAULT_SERVICE}.`;
  }
  return RESERVED.test(name) ? 'it must not begin with aws or ssm, which Parameter Store keeps for AWS.' : undefined;
}
