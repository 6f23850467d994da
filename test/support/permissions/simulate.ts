import { type anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';

/**
 * Simulates IAM, which decides from policies whether a call to AWS is allowed. This file does not depend on the reminder
 * service.
 */

/** The account and region of the simulated deployment, which are the same as in scripts/templates/intrinsics.ts. */
export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
/** Another account. */
export const OTHER_ACCOUNT = '999988887777';

/** The value of an element in a statement: one string, or a list of strings. */
export type OneOrMore = string | readonly string[];

/** An IAM policy statement. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

/** A policy document. */
export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** The policies that IAM evaluates, keyed by the ARN of their role or resource. */
export interface Policies {
  /** The policies that give permissions to roles. */
  readonly identity: Readonly<Record<string, Policy>>;
  /** The trust policies of roles, which specify who may assume a role. */
  readonly trust: Readonly<Record<string, Policy>>;
  /** The policies of resources, which specify who may use a topic, queue, bucket, object, key or function. */
  readonly resource: Readonly<Record<string, Policy>>;
}

/** A call to AWS. */
export interface Call {
  /** The caller: the ARN of a role or a user, the name of a service such as `sns.amazonaws.com`, or an unsigned caller. */
  readonly principal: string | typeof anonymousPrincipal;
  /** The action, such as `sns:Publish`. */
  readonly action: string;
  /** The ARN of the resource, or `*` if the action has no resource types. */
  readonly resource: string;
  /** The context keys of the call. */
  readonly context: Readonly<Record<string, string>>;
  /**
   * The identity policy of the principal.
   * @default - the role's policy in the {@link Policies}, if it has one
   */
  readonly identity?: Policy;
  /**
   * An additional statement in the resource's policy.
   * @default - none
   */
  readonly evenIf?: Statement;
}

/** A policy that allows everything. */
export const ADMINISTRATOR: Policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

const OVER_TLS = { 'aws:SecureTransport': 'true' };

/** Returns the context keys of a call that the given role or user makes over TLS. */
export function contextOf(principalArn: string): Readonly<Record<string, string>> {
  return {
    ...OVER_TLS,
    'aws:PrincipalAccount': principalArn.split(':')[4] ?? '',
    'aws:PrincipalArn': principalArn,
    'aws:PrincipalIsAWSService': 'false',
  };
}

/**
 * Returns the context keys of a call that the given AWS service makes over TLS (IAM User Guide, "AWS global condition context
 * keys").
 */
export function contextOfService(service: string): Readonly<Record<string, string>> {
  return { ...OVER_TLS, 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': service };
}

/**
 * Returns true if IAM allows a call.
 *
 * @throws Error if the simulator does not know the action or does not accept a policy
 */
export async function isAllowed(call: Call, policies: Policies): Promise<boolean> {
  const { principal, action, resource, context, identity, evenIf } = call;
  const own = identity ?? (typeof principal === 'string' ? policies.identity[principal] : undefined);
  const asDeployed = policies[action === 'sts:AssumeRole' ? 'trust' : 'resource'][resource];
  const resourcePolicy =
    asDeployed && evenIf ? { ...asDeployed, Statement: [...asDeployed.Statement, evenIf] } : asDeployed;
  const result = await runSimulation(
    {
      request: { principal, action, resource: { resource, accountId: ACCOUNT }, contextVariables: { ...context } },
      identityPolicies: own === undefined || own.Statement.length === 0 ? [] : [{ name: 'identity', policy: own }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy?.Statement.length && { resourcePolicy }),
    },
    {},
  );
  if (result.resultType === 'error') {
    throw new Error(`Cannot simulate ${action} on ${resource}: ${JSON.stringify(result.errors)}`);
  }
  return result.overallResult === 'Allowed';
}
