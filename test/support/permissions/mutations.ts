import { type Call, isAllowed, type OneOrMore, type Policies, type Policy, type Statement } from './simulate.ts';

/** Removes one piece of a policy at a time, and checks that at least one of IAM's decisions changes. */

/** A copy of the policies in which one piece of one policy is missing. */
interface Mutation {
  /** A description of the missing piece. */
  readonly without: string;
  readonly kind: keyof Policies;
  /** The role or resource whose policy was broken. */
  readonly arn: string;
  /** The actions of the broken statement. */
  readonly actions: readonly string[];
  readonly policies: Policies;
}

const listOf = (value: OneOrMore | undefined): readonly string[] => (value === undefined ? [] : [value].flat());

/** Yields copies of a statement, each without one of its actions, resources or conditions. */
function* narrower(statement: Statement): Generator<[without: string, Statement]> {
  for (const field of ['Action', 'Resource'] as const) {
    const values = listOf(statement[field]);
    for (const value of values.length > 1 ? values : []) {
      yield [value, { ...statement, [field]: values.filter((each) => each !== value) }];
    }
  }
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key) => [operator, key] as const),
  );
  for (const [operator, key] of conditions) {
    const rest = Object.entries(statement.Condition ?? {})
      .map(([each, keys]) => [
        each,
        Object.fromEntries(Object.entries(keys).filter(([name]) => each !== operator || name !== key)),
      ])
      .filter(([, keys]) => Object.keys(keys as object).length > 0);
    yield [`${operator} ${key}`, { ...statement, Condition: Object.fromEntries(rest) }];
  }
}

/** Describes a statement, such as `allow sns:Publish to events.amazonaws.com`. */
function nameOf({ Sid, Effect, Action, Principal }: Statement): string {
  const [service] = listOf((Principal as { Service?: OneOrMore } | undefined)?.Service);
  return [Effect.toLowerCase(), Sid ?? listOf(Action)[0], ...(service ? [`to ${service}`] : [])].join(' ');
}

/** Yields copies of the policies, each without one statement, or without one action, resource or condition. */
function* mutationsOf(policies: Policies): Generator<Mutation> {
  for (const kind of ['identity', 'trust', 'resource'] as const) {
    for (const [arn, { Version, Statement: statements }] of Object.entries(policies[kind])) {
      const replaced = (index: number, by: readonly Statement[]): Policies => ({
        ...policies,
        [kind]: { ...policies[kind], [arn]: { Version, Statement: statements.toSpliced(index, 1, ...by) } as Policy },
      });
      for (const [index, statement] of statements.entries()) {
        const name = `${arn.split(':').slice(5).join(':')}: ${nameOf(statement)}`;
        const broken = { kind, arn, actions: listOf(statement.Action) };
        yield { ...broken, without: name, policies: replaced(index, []) };
        for (const [piece, rest] of narrower(statement)) {
          yield { ...broken, without: `${name}: ${piece}`, policies: replaced(index, [rest]) };
        }
      }
    }
  }
}

/** Returns true if a call depends on the policy that a mutation has broken. */
function dependsOn({ principal, action, resource, identity }: Call, { kind, arn }: Mutation): boolean {
  switch (kind) {
    case 'identity':
      return principal === arn && identity === undefined;
    case 'trust':
      return action === 'sts:AssumeRole' && resource === arn;
    case 'resource':
      return action !== 'sts:AssumeRole' && resource === arn;
  }
}

/** A call, and whether IAM should allow it. */
export interface ExpectedCall {
  readonly call: Call;
  readonly expected: boolean;
}

/** Returns true if a mutation leads to an unexpected decision about a call. */
async function isNoticed(mutation: Mutation, calls: readonly ExpectedCall[]): Promise<boolean> {
  const concerned = calls.filter(({ call }) => dependsOn(call, mutation));
  const isNamed = ({ call }: ExpectedCall) => mutation.actions.includes(call.action);
  // first try the calls with the broken statement's actions, because their results are most likely to change
  for (const { call, expected } of [...concerned.filter(isNamed), ...concerned.filter((each) => !isNamed(each))]) {
    if ((await isAllowed(call, mutation.policies)) !== expected) {
      return true;
    }
  }
  return false;
}

/**
 * Removes each piece of the policies in turn. Returns the number of pieces, and the pieces whose removal changes no decision.
 */
export async function mutate(policies: Policies, calls: readonly ExpectedCall[]) {
  const unnoticed: string[] = [];
  let count = 0;
  for (const mutation of mutationsOf(policies)) {
    count += 1;
    if (!(await isNoticed(mutation, calls))) {
      unnoticed.push(mutation.without);
    }
  }
  return { count, unnoticed };
}
