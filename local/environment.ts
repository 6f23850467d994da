/**
 * Does something with other environment variables, for libraries that can be told in no other way, and puts the old ones
 * back afterwards. Two of these must not run in one process at the same time.
 *
 * @param variables `undefined` takes one away
 */
export async function withEnvironment<Result>(
  variables: Readonly<Record<string, string | undefined>>,
  action: () => Promise<Result>,
): Promise<Result> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  const set = ([name, value]: readonly [string, string | undefined]) => {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  };
  Object.entries(variables).forEach(set);
  try {
    return await action();
  } finally {
    before.forEach(set);
  }
}
